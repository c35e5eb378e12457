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
    ///   - requests: the wishes; of two for the same port of an address the one is granted whose rule
    ///     is in force already, else the first
    ///   - name: the Firewall whose public addresses they are about
    ///   - resources: what is in force
    ///   - ownPorts: TCP ports of the firewall itself, which are never handed on
    init(
        _ requests: [PublicAddressRequest], firewall name: String, _ resources: ResourceSet,
        ownPorts: Set<UInt16>
    ) {
        guard let firewall = resources.firewalls[name] else {
            refusals = requests.map {
                Refusal(service: $0.service, message: "there is no Firewall \(name) to add DNAT rules to")
            }
            return
        }
        let addresses = firewall.ipConfigurations.compactMap { configuration in
            resources.publicIPAddresses[configuration.publicIPAddress].map { ($0.name, $0.ipAddress) }
        }
        var wishes: [(service: String, place: String, rule: NatRule)] = []
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
            guard let rule = Self.rule(request, at: address.1) else { continue }
            // The gate would refuse the whole group, and with it the rules of all Services.
            guard
                !rule.ipProtocols.contains(.tcp)
                    || !ownPorts.contains(where: { port in rule.destinationPorts.contains { $0.contains(port) } })
            else {
                refusals.append(
                    Refusal(
                        service: request.service,
                        message:
                            "\(Self.place(of: rule)) is used by the firewall itself (--management); give the Service another port"
                    ))
                continue
            }
            wishes.append((request.service, Self.place(of: rule), rule))
        }
        // Who has a place keeps it as long as it asks: no other Service takes its traffic,
        // whatever its name or age.
        let held = Self.rulesInForce(resources)
        var owners: [String: NatRule] = [:]
        for wish in wishes where held[wish.place]?.description == wish.rule.description {
            owners[wish.place] = owners[wish.place] ?? wish.rule
        }
        for wish in wishes { owners[wish.place] = owners[wish.place] ?? wish.rule }
        var rules: [NatRule] = []
        var granted: [String: String] = [:]
        for wish in wishes {
            guard owners[wish.place] == wish.rule, granted[wish.place] == nil else { continue }
            granted[wish.place] = wish.service
            rules.append(wish.rule)
        }
        refusals += wishes.compactMap { wish in
            guard let owner = granted[wish.place], owner != wish.service else { return nil }
            return Refusal(service: wish.service, message: "\(wish.place) goes to Service \(owner) already")
        }
        guard !rules.isEmpty else { return }
        group = RuleCollectionGroup(
            name: Self.groupName, firewallPolicy: firewall.firewallPolicy, priority: Self.priority,
            ruleCollections: [RuleCollection(name: "services", priority: 100, rules: .nat(rules))])
    }

    /// The rules of this group that are in force, by their places.
    private static func rulesInForce(_ resources: ResourceSet) -> [String: NatRule] {
        let rules = resources.ruleCollectionGroups.values.filter { $0.name == groupName }
            .flatMap(\.ruleCollections)
            .flatMap { collection -> [NatRule] in
                guard case .nat(let rules) = collection.rules else { return [] }
                return rules
            }
        return Dictionary(rules.map { (place(of: $0), $0) }) { first, _ in first }
    }

    /// `198.51.100.10:80/tcp`
    private static func place(of rule: NatRule) -> String {
        func joined(_ parts: [some CustomStringConvertible]) -> String {
            parts.map(\.description).joined(separator: ",")
        }
        return joined(rule.destinationAddresses) + ":" + joined(rule.destinationPorts) + "/"
            + rule.ipProtocols.map { $0.rawValue.lowercased() }.joined(separator: ",")
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
