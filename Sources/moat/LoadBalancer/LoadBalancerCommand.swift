import ArgumentParser

struct LoadBalancerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lb",
        abstract: "The load balancer of a Kubernetes cluster: run it, look at it.",
        discussion: """
            Services of type LoadBalancer with the annotation azure-load-balancer-internal get an address of a \
            subnet, and traffic that reaches their healthy backends.

              moat lb run --kubeconfig admin.conf --subnet ing-4-subnet=10.0.4.0/24
              moat lb
            """,
        subcommands: [LoadBalancerShowCommand.self, LoadBalancerRunCommand.self],
        defaultSubcommand: LoadBalancerShowCommand.self)

    static let defaultSocket = "/run/moat/lb.sock"
}
