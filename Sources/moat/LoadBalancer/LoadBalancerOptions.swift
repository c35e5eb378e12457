import ArgumentParser
import MoatKubernetes
import MoatModel
import MoatServer

/// Which cluster a machine is the load balancer of, and how.
struct LoadBalancerOptions: ParsableArguments {
    @OptionGroup var cluster: ClusterOptions

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
    var lease = ObjectKeyArgument(key: ObjectKey(namespace: "kube-system", name: "moat-load-balancer"))

    func validate() throws {
        if let defaultSubnet, !subnet.contains(where: { $0.subnet.name == defaultSubnet }) {
            throw ValidationError("--default-subnet \(defaultSubnet): no --subnet has that name")
        }
    }

    /// - Throws: `KubernetesConfigurationError`
    func configuration(besideFirewall: Bool) throws -> LoadBalancerServiceConfiguration {
        let selection: ServiceSelection =
            switch services {
            case "internal": .internalAnnotation
            case "all": .all
            default: .loadBalancerClass(services)
            }
        return LoadBalancerServiceConfiguration(
            cluster: try cluster.configuration(),
            loadBalancer: LoadBalancerConfiguration(
                selection: selection,
                rules: LoadBalancerRules(targetMode: targets, makesDNATRules: besideFirewall),
                subnets: subnet.map(\.subnet),
                defaultSubnet: defaultSubnet ?? (subnet.count == 1 ? subnet.first?.subnet.name : nil),
                reserved: Dictionary(reserve.map { ($0, "a machine (--reserve)") }) { first, _ in first }),
            lease: lease.key,
            identity: cluster.newIdentity(), leasePolicy: try cluster.leasePolicy())
    }
}
