import ArgumentParser
import Foundation
import Logging
import MoatGateway
import MoatKubernetes
import MoatModel
import MoatServer

struct LoadBalancerRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the load balancer of a cluster on this machine until stopped.",
        discussion: """
            Needs CAP_NET_ADMIN, and a way for the subnets' traffic to this machine. Several may run, on one machine \
            or on more: one leads, by a Lease of the cluster, and another takes over when it is gone. When it stops or \
            dies, what is in force stays. What annotations mean is told in docs/load-balancer.md.

              moat lb run --kubeconfig admin.conf --subnet ing-4-subnet=10.0.4.0/24 --reserve 10.0.4.10
            """)

    @OptionGroup var balancer: LoadBalancerOptions

    @Option(help: ArgumentHelp("The socket on which it answers `moat lb`.", valueName: "path"))
    var socket = LoadBalancerCommand.defaultSocket

    func validate() throws {
        guard !balancer.subnet.isEmpty else {
            throw ValidationError("there is no subnet to take addresses from; write --subnet ing-4-subnet=10.0.4.0/24")
        }
    }

    func run() async throws {
        umask(0o027)
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "moat-lb")
        do {
            try MachineCheck.check(interfaces: [])
            let daemon = LoadBalancerDaemon(
                LoadBalancerDaemonConfiguration(
                    service: try balancer.configuration(besideFirewall: false), socketPath: socket),
                logger: logger
            ) {
                try KernelLoadBalancer(logger: logger)
            }
            try await daemon.run()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.cannot, "\(error)")
        }
    }
}
