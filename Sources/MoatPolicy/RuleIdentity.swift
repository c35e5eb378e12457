/// What names a rule in the log: policy, group, collection, rule, and the number under which
/// the kernel knows it. A class, so that a decision points at it without copying strings.
public final class RuleIdentity: Sendable {
    /// What makes two rules the same rule across applies. The translation is part of it:
    /// flows that were sent to one server must not be counted for another.
    public struct Key: Hashable, Sendable {
        public var policy: String
        public var group: String
        public var collection: String
        public var rule: String
        public var translation: Decision.Translation?

        public init(
            policy: String, group: String, collection: String, rule: String, translation: Decision.Translation? = nil
        ) {
            self.policy = policy
            self.group = group
            self.collection = collection
            self.rule = rule
            self.translation = translation
        }
    }

    public let key: Key
    /// Stable across applies and restarts; see `RuleNumbering`.
    public let number: UInt32

    public var policy: String { key.policy }
    public var group: String { key.group }
    public var collection: String { key.collection }
    public var rule: String { key.rule }

    public init(key: Key, number: UInt32) {
        self.key = key
        self.number = number
    }
}

extension RuleIdentity: Hashable {
    public static func == (lhs: RuleIdentity, rhs: RuleIdentity) -> Bool {
        lhs === rhs || lhs.number == rhs.number && lhs.key == rhs.key
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
    }
}

extension RuleIdentity: CustomStringConvertible {
    /// `group/collection/rule`
    public var description: String {
        "\(group)/\(collection)/\(rule)"
    }
}
