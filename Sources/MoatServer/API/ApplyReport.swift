public import MoatGateway
public import MoatModel

/// What an apply, a delete or a rollback did, or would do.
public struct ApplyReport: Hashable, Sendable, Codable {
    /// The version in force now; of a dry run the one that it would have become.
    public var version: Int
    /// The version that was in force before; the same as `version` where nothing changed.
    public var previous: Int
    public var dryRun: Bool
    public var summary: ChangeSummary
    public var changes: [ResourceChange]
    /// What it did to traffic; nil for a dry run and where nothing changed.
    public var outcome: ApplyOutcome?
    /// Milliseconds from the arrival of the request until new flows were judged by it.
    public var inForceMilliseconds: Double?
    /// Seconds in which it must be confirmed; nil where it need not be.
    public var confirmWithin: Double?
    /// What the user should know though nothing is wrong.
    public var notice: String?

    public init(
        version: Int, previous: Int, dryRun: Bool = false, summary: ChangeSummary = ChangeSummary(),
        changes: [ResourceChange] = [], outcome: ApplyOutcome? = nil, inForceMilliseconds: Double? = nil,
        confirmWithin: Double? = nil, notice: String? = nil
    ) {
        self.version = version
        self.previous = previous
        self.dryRun = dryRun
        self.summary = summary
        self.changes = changes
        self.outcome = outcome
        self.inForceMilliseconds = inForceMilliseconds
        self.confirmWithin = confirmWithin
        self.notice = notice
    }

    /// Whether it made a version, or would.
    public var isChange: Bool { version != previous }
}

/// A resource that an apply touches, with the rules in it that differ.
public struct ResourceChange: Hashable, Sendable, Codable {
    public var kind: ResourceKind
    public var name: String
    public var change: Change
    /// For rule collection groups; at most `maximumRules`, in the order of the group.
    public var rules: [RuleChange]
    /// Rules that differ, whether listed or not.
    public var ruleCount: Int

    public static let maximumRules = 100

    public init(kind: ResourceKind, name: String, change: Change, rules: [RuleChange] = [], ruleCount: Int = 0) {
        self.kind = kind
        self.name = name
        self.change = change
        self.rules = rules
        self.ruleCount = ruleCount
    }
}

/// A rule that an apply touches.
public struct RuleChange: Hashable, Sendable, Codable {
    public var collection: String
    public var rule: String
    public var change: Change

    public init(collection: String, rule: String, change: Change) {
        self.collection = collection
        self.rule = rule
        self.change = change
    }
}
