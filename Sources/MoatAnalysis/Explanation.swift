/// What would happen to a flow, why, and what would turn the verdict round.
public struct Explanation: Hashable, Sendable, Codable {
    /// `10.0.5.7 -> 203.0.113.9:443/tcp`
    public var flow: String
    /// `allow` or `deny`
    public var verdict: String
    /// `dnat`, `network` or `default`
    public var tier: String
    /// The rule that decided.
    public var rule: RuleName?
    /// Why, in a sentence.
    public var reason: String
    /// What each stage that the flow passes says, in order.
    public var stages: [Stage]
    /// Where the flow ends up after DNAT, `10.0.4.4:80`.
    public var translation: String?
    /// The source with which it leaves; nil where it keeps its own.
    public var sourceTranslation: String?
    /// False where the routes of the virtual network never bring the flow to the firewall.
    public var reachesFirewall: Bool
    /// What would turn the verdict round.
    public var remedy: Remedy

    /// A rule by its names.
    public struct RuleName: Hashable, Sendable, Codable, CustomStringConvertible {
        public var policy: String
        public var group: String
        public var collection: String
        public var rule: String

        public var description: String {
            "\(group)/\(collection)/\(rule)"
        }
    }

    /// One stage: `route`, `dnat`, `network`, `snat`.
    public struct Stage: Hashable, Sendable, Codable {
        public var name: String
        public var text: String
        /// The rule that came nearest to matching, where none matched.
        public var nearest: NearMiss?
    }

    /// A rule that nearly matched.
    public struct NearMiss: Hashable, Sendable, Codable {
        public var rule: RuleName
        /// What did not match: `source`, `destination`, `protocol`, `port`.
        public var failed: [String]
        /// The same in words: `port ok, source 10.0.5.7 is not in 10.1.0.0/23`.
        public var text: String
    }

    /// A change of the policy after which the verdict is the other one. Either something is
    /// added to an allow rule (`rule` with what to add), or a collection is added that is
    /// judged first, or the rule that decided is narrowed.
    public struct Remedy: Hashable, Sendable, Codable {
        public var text: String
        public var rule: RuleName?
        public var addSource: String?
        public var addDestination: String?
        public var addProtocol: String?
        public var addPort: String?
        public var newCollection: NewCollection?

        /// Where a new collection has to stand to be judged before the rule that decided.
        public struct NewCollection: Hashable, Sendable, Codable {
            public var policy: String
            public var group: String
            public var priority: Int
            /// `Allow` or `Deny`
            public var action: String
        }
    }
}
