public import MoatModel

/// A rule in its place in the order of evaluation.
public struct CompiledRule: Sendable {
    public let identity: RuleIdentity
    public let definition: Definition

    /// The rule as the resources state it.
    public enum Definition: Hashable, Sendable {
        case nat(NatRule, Decision.Translation)
        case network(RuleCollection.FilterAction, NetworkRule)
    }

    public var tier: Decision.Tier {
        switch definition {
        case .nat: .dnat
        case .network: .network
        }
    }

    /// What the rule does to a flow that it matches; a NAT rule lets it in.
    public var verdict: Decision.Verdict {
        switch definition {
        case .nat, .network(.allow, _): .allow
        case .network(.deny, _): .deny
        }
    }

    public var translation: Decision.Translation? {
        switch definition {
        case .nat(_, let translation): translation
        case .network: nil
        }
    }

    /// What the rule matches, in one line: `10.0.0.0/16 -> *:123/udp`. Of a long list the
    /// first entries and the number of the others: `10.0.0.1,10.0.0.2,10.0.0.3,+7`.
    public var match: String {
        switch definition {
        case .nat(let rule, _):
            RuleText.match(
                sources: RuleText.addresses(rule.sourceAddresses, groups: rule.sourceIpGroups),
                destinations: rule.destinationAddresses.map(\.description), protocols: rule.ipProtocols,
                ports: rule.destinationPorts)
        case .network(_, let rule):
            RuleText.match(
                sources: RuleText.addresses(rule.sourceAddresses, groups: rule.sourceIpGroups),
                destinations: RuleText.addresses(rule.destinationAddresses, groups: rule.destinationIpGroups),
                protocols: rule.ipProtocols, ports: rule.destinationPorts)
        }
    }
}
