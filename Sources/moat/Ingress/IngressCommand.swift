import ArgumentParser

struct IngressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingress",
        abstract: "The ingress controller of a Kubernetes cluster: run it, look at it.",
        discussion: """
            Ingresses of a class whose controller is moat.dev/ingress are served by nginx, behind a web application \
            firewall.

              moat ingress run --kubeconfig admin.conf --publish-service moat-ingress/moat-ingress
              moat ingress
            """,
        subcommands: [IngressShowCommand.self, IngressRunCommand.self],
        defaultSubcommand: IngressShowCommand.self)

    static let defaultSocket = "/run/moat/ingress.sock"
}
