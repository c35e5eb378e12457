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

    @Option(
        help: ArgumentHelp(
            "How to reach the cluster's API. Default: KUBECONFIG, or in a pod its service account, or ~/.kube/config.",
            valueName: "file"), completion: .file())
    var kubeconfig: String?

    @Option(
        help: ArgumentHelp("The context of the kubeconfig; its current one where none is named.", valueName: "name"))
    var context: String?

    @Option(
        help: ArgumentHelp(
            "A subnet that addresses are taken from, such as ing-4-subnet=10.0.4.0/24; may be given more than once.",
            valueName: "name=cidr"))
    var subnet: [SubnetArgument]

    @Option(
        help: ArgumentHelp(
            "The subnet of Services that name none. Default: the only one there is.", valueName: "name"))
    var defaultSubnet: String?

    @Option(
        help: ArgumentHelp(
            "An address of a subnet that a machine has, and that no Service gets; may be given more than once.",
            valueName: "address"))
    var reserve: [IPv4Address] = []

    @Option(
        help: ArgumentHelp(
            "Which Services: internal (with the annotation), all (without a loadBalancerClass), or the name of a loadBalancerClass.",
            valueName: "which"))
    var services = "internal"

    @Option(help: ArgumentHelp("What backends are.", valueName: "what"))
    var targets = LoadBalancerRules.TargetMode.pods

    @Option(help: ArgumentHelp("The Lease by which one of several leads.", valueName: "namespace/name"))
    var lease = LeaseArgument(key: ObjectKey(namespace: "kube-system", name: "moat-load-balancer"))

    @Option(
        help: ArgumentHelp("Seconds after which another takes over from a leader that is gone.", valueName: "seconds"))
    var leaseDuration = 15

    @Option(help: ArgumentHelp("The socket on which it answers `moat lb`.", valueName: "path"))
    var socket = LoadBalancerCommand.defaultSocket

    func validate() throws {
        guard !subnet.isEmpty else {
            throw ValidationError("there is no subnet to take addresses from; write --subnet ing-4-subnet=10.0.4.0/24")
        }
        if let defaultSubnet, !subnet.contains(where: { $0.subnet.name == defaultSubnet }) {
            throw ValidationError("--default-subnet \(defaultSubnet): no --subnet has that name")
        }
        guard (3...3600).contains(leaseDuration) else { throw ValidationError("--lease-duration is 3 to 3600") }
    }

    func run() async throws {
        umask(0o027)
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "moat-lb")
        do {
            try MachineCheck.check(interfaces: [])
            let daemon = LoadBalancerDaemon(try configuration(), logger: logger) {
                try KernelLoadBalancer(logger: logger)
            }
            try await daemon.run()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.cannot, "\(error)")
        }
    }

    private func configuration() throws -> LoadBalancerDaemonConfiguration {
        let selection: ServiceSelection =
            switch services {
            case "internal": .internalAnnotation
            case "all": .all
            default: .loadBalancerClass(services)
            }
        let seconds = Duration.seconds(leaseDuration)
        return LoadBalancerDaemonConfiguration(
            cluster: try KubernetesConfiguration.load(kubeconfig: kubeconfig, context: context),
            loadBalancer: LoadBalancerConfiguration(
                selection: selection,
                rules: LoadBalancerRules(targetMode: targets),
                subnets: subnet.map(\.subnet),
                defaultSubnet: defaultSubnet ?? (subnet.count == 1 ? subnet.first?.subnet.name : nil),
                reserved: Dictionary(reserve.map { ($0, "a machine (--reserve)") }) { first, _ in first }),
            socketPath: socket, lease: lease.key,
            identity: "\(ProcessInfo.processInfo.hostName)_\(UUID().uuidString.lowercased())",
            // In the proportions of Kubernetes' own: 15, 10 and 2 seconds.
            leasePolicy: try LeasePolicy(
                leaseDuration: seconds, renewDeadline: seconds * 2 / 3, retryPeriod: seconds * 2 / 15))
    }
}
