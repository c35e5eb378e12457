public import MoatModel

/// That something of a flow or request is listed by a threat feed, and what follows from it.
public struct ThreatMatch: Hashable, Sendable {
    /// What was listed.
    public enum Subject: String, Hashable, Sendable {
        case source
        case destination
        case name
        case url
    }

    public var action: ThreatIntelAction
    public var subject: Subject
    public var info: ThreatInfo

    public init(action: ThreatIntelAction, subject: Subject, info: ThreatInfo) {
        self.action = action
        self.subject = subject
        self.info = info
    }
}
