public import MoatModel

/// A rule in the order in which rules are judged.
public struct CompiledRule: Hashable, Sendable {
    /// The rule as it was written.
    public enum Source: Hashable, Sendable {
        case nat(NatRule)
        case network(NetworkRule)
    }

    public let identity: RuleIdentity
    public let verdict: Decision.Verdict
    public let source: Source

    public var tier: Decision.Tier {
        switch source {
        case .nat: .dnat
        case .network: .network
        }
    }

    public var translation: Decision.Translation? {
        identity.key.translation
    }

    /// What it matches, in one line: `10.0.0.0/16 -> *:123/udp`.
    public var match: String {
        switch source {
        case .nat(let rule):
            Self.match(
                sources: rule.sourceAddresses.map(\.description) + rule.sourceIpGroups,
                destinations: rule.destinationAddresses.map(\.description), ports: rule.destinationPorts,
                protocols: rule.ipProtocols)
        case .network(let rule):
            Self.match(
                sources: rule.sourceAddresses.map(\.description) + rule.sourceIpGroups,
                destinations: rule.destinationAddresses.map(\.description) + rule.destinationIpGroups,
                ports: rule.destinationPorts, protocols: rule.ipProtocols)
        }
    }

    private static func match(
        sources: [String], destinations: [String], ports: [PortRange], protocols: [RuleProtocol]
    ) -> String {
        let protocols = protocols.map { $0.rawValue.lowercased() }.joined(separator: "+")
        let portList = ports.map(\.description).joined(separator: ",")
        let service = ports == [.all] ? protocols : ":\(portList)/\(protocols)"
        let separator = ports == [.all] ? " " : ""
        return "\(list(sources)) -> \(list(destinations))\(separator)\(service)"
    }

    private static func list(_ items: [String]) -> String {
        switch items.count {
        case 0: "nothing"
        case 1...3: items.joined(separator: ",")
        default: items[..<2].joined(separator: ",") + ",+\(items.count - 2)"
        }
    }
}
