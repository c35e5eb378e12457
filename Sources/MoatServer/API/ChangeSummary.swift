/// How much a version changed.
public struct ChangeSummary: Hashable, Sendable, Codable {
    public var resources: Count
    public var rules: Count

    public init(resources: Count = Count(), rules: Count = Count()) {
        self.resources = resources
        self.rules = rules
    }

    public struct Count: Hashable, Sendable, Codable {
        public var added: Int
        public var changed: Int
        public var removed: Int

        public init(added: Int = 0, changed: Int = 0, removed: Int = 0) {
            self.added = added
            self.changed = changed
            self.removed = removed
        }

        mutating func count(_ change: Change) {
            switch change {
            case .added: added += 1
            case .changed: changed += 1
            case .removed: removed += 1
            }
        }
    }
}

/// What happened to a resource or a rule.
public enum Change: String, Hashable, Sendable, Codable {
    case added
    case changed
    case removed
}
