public import MoatModel

/// A change of the resources that turns a verdict round.
public struct ProposedChange: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// `addition` goes into the first of `rules`.
        case extendRule
        /// `newRule` is added, before the first of `rules` where there is one.
        case addRule
        /// `newApplicationRule` likewise.
        case addApplicationRule
        /// All of `rules` go.
        case removeRules
        /// A DNAT rule is needed, and only its author knows the server behind it.
        case addNatRule
    }

    public struct Addition: Hashable, Sendable, Codable {
        /// `sourceAddresses`, `destinationAddresses`, `destinationPorts` or `ipProtocols`; of an
        /// application rule `sourceAddresses`, `targetFqdns` or `protocols` (`Https:443`)
        public var property: String
        public var value: String
    }

    /// A network rule and where it goes: into an existing collection, or into a new one with
    /// a priority that is free.
    public struct NewRule: Hashable, Sendable, Codable {
        public var policy: String
        public var group: String
        /// Of a group that must be made; nil where the group exists.
        public var groupPriority: Int?
        public var collection: String
        /// Of a collection that must be made; nil where the collection exists.
        public var collectionPriority: Int?
        public var action: RuleCollection.FilterAction
        public var name: String
        public var ipProtocols: [RuleProtocol]
        public var sourceAddress: String
        public var destinationAddress: String
        public var destinationPort: String
    }

    /// An application rule and where it goes.
    public struct NewApplicationRule: Hashable, Sendable, Codable {
        public var policy: String
        public var group: String
        /// Of a group that must be made; nil where the group exists.
        public var groupPriority: Int?
        public var collection: String
        /// Of a collection that must be made; nil where the collection exists.
        public var collectionPriority: Int?
        public var action: RuleCollection.FilterAction
        public var name: String
        public var protocolType: ApplicationRule.ProtocolType
        public var port: UInt16
        public var sourceAddress: String
        public var targetFqdn: String
    }

    public var kind: Kind
    public var rules: [RuleReference]
    public var addition: Addition?
    public var newRule: NewRule?
    public var newApplicationRule: NewApplicationRule?
    public var text: String
}

extension ProposedChange {
    /// All of the rules go.
    static func removal(of rules: [RuleReference]) -> ProposedChange {
        let names = rules.map(\.description)
        let text =
            switch names.count {
            case 1: "remove \(names[0])"
            default: "remove all of \(names.joined(separator: ", ")), since each of them allows it"
            }
        return ProposedChange(kind: .removeRules, rules: rules, text: text)
    }
}
