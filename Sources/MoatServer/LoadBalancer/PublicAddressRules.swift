import MoatKubernetes
import MoatModel

/// The DNAT rules that Services ask for by `moat.dev/public-ip`, as a rule collection group of the
/// firewall's policy. Pure.
struct PublicAddressRules {
    /// A wish that cannot be granted.
    struct Refusal: Hashable {
        var service: String
        var message: String
    }

    /// Nil where there is no rule.
    private(set) var group: RuleCollectionGroup?
    private(set) var refusals: [Refusal] = []

    static let groupName = "kubernetes-services"
    /// The last that there is: rules of people come first.
    static let priority = 65_000

    /// - Parameters:
    ///   - requests: the wishes; of two for the same port of an address the first is granted
    ///   - name: the Firewall whose public addresses they are about
    ///   - resources: what is in force
    init(_ requests: [PublicAddressRequest], firewall name: String, _ resources: ResourceSet) {
        guard let firewall = resources.firewalls[name] else {
            refusals = requests.map {
                Refusal(service: $0.service, message: "there is no Firewall \(name) to add DNAT rules to")
            }
            return
        }
        let addresses = firewall.ipConfigurations.compactMap { configuration in
            resources.publicIPAddresses[configuration.publicIPAddress].map { ($0.name, $0.ipAddress) }
        }
        var owners: [String: String] = [:]
        var rules: [NatRule] = []
        for request in requests {
            guard
                let address = addresses.first(where: {
                    $0.0 == request.publicIP || $0.1.description == request.publicIP
                })
            else {
                let known = addresses.map { "\($0.0) (\($0.1))" }.joined(separator: ", ")
                refusals.append(
                    Refusal(
                        service: request.service,
                        message: "Firewall \(name) has no public address \(request.publicIP); it has: \(known)"))
                continue
            }
            let place = "\(address.1):\(request.port)/\(request.protocol.lowercased())"
            if let owner = owners[place] {
                refusals.append(
                    Refusal(service: request.service, message: "\(place) goes to Service \(owner) already"))
                continue
            }
            guard let rule = Self.rule(request, at: address.1) else { continue }
            owners[place] = request.service
            rules.append(rule)
        }
        guard !rules.isEmpty else { return }
        group = RuleCollectionGroup(
            name: Self.groupName, firewallPolicy: firewall.firewallPolicy, priority: Self.priority,
            ruleCollections: [RuleCollection(name: "services", priority: 100, rules: .nat(rules))])
    }

    /// Nil for what is no address, port or protocol at all.
    private static func rule(_ request: PublicAddressRequest, at publicAddress: IPAddress) -> NatRule? {
        guard let port = UInt16(exactly: request.port), let target = IPAddress(request.address),
            let transport = RuleProtocol(rawValue: request.protocol.uppercased())
        else { return nil }
        let suffix = ".\(port).\(request.protocol.lowercased())"
        let name = request.service.replacing("/", with: ".") + suffix
        return NatRule(
            // A rule's name has 80 characters at most; those of a Service may have 127 together.
            name: name.utf8.count <= 80 ? name : publicAddress.description + suffix,
            description: "Service \(request.service), moat.dev/public-ip", ipProtocols: [transport],
            sourceAddresses: [.any], destinationAddresses: [publicAddress],
            destinationPorts: [PortRange(port)], translatedAddress: target, translatedPort: port)
    }
}
