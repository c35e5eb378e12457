public import Foundation

/// One numbered state of the whole configuration. Number 0 is the state before the first
/// apply: nothing is defined.
public struct StateVersion: Hashable, Sendable, Codable {
    public var number: Int
    public var time: Date
    /// Who asked for it: the name of the user at the other end of the socket, or `moat` for
    /// what the daemon does by itself.
    public var by: String
    /// How it came about: `apply`, `delete IPGroup web`, `rollback to 41`.
    public var comment: String
    public var summary: ChangeSummary

    public init(number: Int, time: Date, by: String, comment: String, summary: ChangeSummary) {
        self.number = number
        self.time = time
        self.by = by
        self.comment = comment
        self.summary = summary
    }
}
