import ArgumentParser
import Foundation
import MoatKubernetes
import MoatModel
import MoatServer

/// Which cluster a machine is the load balancer of, and how.
struct LoadBalancerOptions: ParsableArguments {
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
    var subnet: [SubnetArgument] = []

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

    func validate() throws {
        if let defaultSubnet, !subnet.contains(where: { $0.subnet.name == defaultSubnet }) {
            throw ValidationError("--default-subnet \(defaultSubnet): no --subnet has that name")
        }
        guard (3...3600).contains(leaseDuration) else { throw ValidationError("--lease-duration is 3 to 3600") }
    }

    /// - Throws: `KubernetesConfigurationError`
    func configuration(besideFirewall: Bool) throws -> LoadBalancerServiceConfiguration {
        let selection: ServiceSelection =
            switch services {
            case "internal": .internalAnnotation
            case "all": .all
            default: .loadBalancerClass(services)
            }
        let seconds = Duration.seconds(leaseDuration)
        return LoadBalancerServiceConfiguration(
            cluster: try KubernetesConfiguration.load(kubeconfig: kubeconfig, context: context),
            loadBalancer: LoadBalancerConfiguration(
                selection: selection,
                rules: LoadBalancerRules(targetMode: targets, makesDNATRules: besideFirewall),
                subnets: subnet.map(\.subnet),
                defaultSubnet: defaultSubnet ?? (subnet.count == 1 ? subnet.first?.subnet.name : nil),
                reserved: Dictionary(reserve.map { ($0, "a machine (--reserve)") }) { first, _ in first }),
            lease: lease.key,
            identity: "\(ProcessInfo.processInfo.hostName)_\(UUID().uuidString.lowercased())",
            // In the proportions of Kubernetes' own: 15, 10 and 2 seconds.
            leasePolicy: try LeasePolicy(
                leaseDuration: seconds, renewDeadline: seconds * 2 / 3, retryPeriod: seconds * 2 / 15))
    }
}
