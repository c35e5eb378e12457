public import MoatModel

/// A rule in its place in the order of evaluation.
public struct CompiledRule: Hashable, Sendable {
    /// The rule as it was written.
    public enum Source: Hashable, Sendable {
        case nat(NatRule)
        case network(NetworkRule)
        case application(ApplicationRule)
    }

    public let identity: RuleIdentity
    /// What the rule does to a flow that it matches; a NAT rule lets it in.
    public let verdict: Decision.Verdict
    /// Where a NAT rule sends its flows.
    public let translation: Decision.Translation?
    public let source: Source

    public var tier: Decision.Tier {
        switch source {
        case .nat: .dnat
        case .network: .network
        case .application: .application
        }
    }

    /// What the rule matches, in one line: `10.0.0.0/16 -> *:123/udp`,
    /// `10.0.5.0/24 -> *.docker.io https:443`. Of a long list the
    /// first entries and the number of the others: `10.0.0.1,10.0.0.2,10.0.0.3,+7`.
    public var match: String {
        switch source {
        case .nat(let rule):
            RuleText.match(
                sources: RuleText.addresses(rule.sourceAddresses, groups: rule.sourceIpGroups),
                destinations: rule.destinationAddresses.map(\.description), protocols: rule.ipProtocols,
                ports: rule.destinationPorts)
        case .network(let rule):
            RuleText.match(
                sources: RuleText.addresses(rule.sourceAddresses, groups: rule.sourceIpGroups),
                destinations: RuleText.addresses(rule.destinationAddresses, groups: rule.destinationIpGroups)
                    + rule.destinationFqdns,
                protocols: rule.ipProtocols, ports: rule.destinationPorts)
        case .application(let rule):
            RuleText.match(rule)
        }
    }
}
