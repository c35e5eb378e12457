/// That something of a flow or request is listed by a threat feed, and what follows from it.
public struct ThreatMatch: Hashable, Sendable {
    /// `Action` of the log table.
    public enum Action: String, Hashable, Sendable {
        /// Recorded; then the rules decide.
        case alert = "Alert"
        /// Refused.
        case deny = "Deny"
    }

    /// What was listed.
    public enum Subject: String, Hashable, Sendable {
        case source
        case destination
        case name
        case url
    }

    public var action: Action
    public var subject: Subject
    public var info: ThreatInfo

    public init(action: Action, subject: Subject, info: ThreatInfo) {
        self.action = action
        self.subject = subject
        self.info = info
    }
}
