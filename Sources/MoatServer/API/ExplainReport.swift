public import Foundation
public import MoatAnalysis

/// An explanation, and of which version of the configuration it is.
public struct ExplainReport: Hashable, Sendable, Codable {
    public var explanation: Explanation
    public var policy: String
    public var version: Int
    public var since: Date

    public init(explanation: Explanation, policy: String, version: Int, since: Date) {
        self.explanation = explanation
        self.policy = policy
        self.version = version
        self.since = since
    }
}
