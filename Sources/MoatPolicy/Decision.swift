public import MoatModel

/// What happens to a flow, and why. A value without storage of its own on the heap: making
/// one allocates nothing.
public struct Decision: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable {
        case allow
        case deny
        /// Handed to the egress proxy, which judges the name once it knows it.
        case proxy
    }

    /// The pass that decided.
    public enum Tier: String, Hashable, Sendable {
        /// Before every rule.
        case threatIntel
        case dnat
        case network
        case application
        /// The firewall's own DNS proxy.
        case dns
        case `default`
    }

    public enum Reason: Hashable, Sendable {
        /// An allow or deny rule matched.
        case rule
        /// A threat feed lists the far end, and the policy denies what is listed.
        case threatIntel
        /// A DNAT rule matched; that it translates also lets the flow in.
        case dnat
        /// A DNAT rule matched, and then a Deny network rule matched the translated traffic
        /// (`networkRulesCanDenyDnat`).
        case dnatDeniedByNetworkRule
        /// The destination is an address of the firewall itself and no DNAT rule claims the
        /// flow. Network rules never open the firewall's own ports.
        case noDnatForFirewallAddress
        /// Some application rule lists the port for the source: what decides is the name.
        case awaitsName
        /// The destination is the firewall's DNS proxy.
        case dnsProxy
        /// The egress proxy refuses, or no application rule matched.
        case application(ApplicationRefusal)
        /// Nothing matched.
        case defaultAction

        /// `ActionReason` of the log tables: empty where a rule decided, `Default Action`
        /// where none did.
        public var logText: String {
            switch self {
            case .threatIntel, .rule, .dnat, .dnatDeniedByNetworkRule, .awaitsName, .dnsProxy: ""
            case .application(let refusal): refusal.rawValue
            case .noDnatForFirewallAddress, .defaultAction: "Default Action"
            }
        }
    }

    /// Where a DNAT rule sends the flow.
    public struct Translation: Hashable, Sendable {
        public var address: IPv4Address
        public var port: UInt16

        public init(address: IPv4Address, port: UInt16) {
            self.address = address
            self.port = port
        }
    }

    /// The source address with which the flow leaves the firewall.
    public enum SourceNAT: Hashable, Sendable {
        /// Its own.
        case none
        /// A public address of the firewall: its place in `Snapshot.publicAddresses`.
        case publicAddress(Int)
        /// The firewall's private address.
        case privateAddress
    }

    public var verdict: Verdict
    public var tier: Tier
    /// The rule that decided; nil for the default.
    public var rule: RuleIdentity?
    public var reason: Reason
    public var translation: Translation?
    public var sourceNAT: SourceNAT
    /// What a threat feed says of it: the cause where the tier is `threatIntel`, else an alert
    /// beside the decision.
    public var threat: ThreatMatch?

    public init(
        verdict: Verdict, tier: Tier, rule: RuleIdentity?, reason: Reason, translation: Translation? = nil,
        sourceNAT: SourceNAT = .none, threat: ThreatMatch? = nil
    ) {
        self.verdict = verdict
        self.tier = tier
        self.rule = rule
        self.reason = reason
        self.translation = translation
        self.sourceNAT = sourceNAT
        self.threat = threat
    }
}
