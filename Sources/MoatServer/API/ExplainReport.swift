public import Foundation
public import MoatAnalysis

/// An explanation, and of which version of the configuration it is.
public struct ExplainReport: Hashable, Sendable, Codable {
    public var explanation: Explanation
    public var version: Int
    public var since: Date

    public init(explanation: Explanation, version: Int, since: Date) {
        self.explanation = explanation
        self.version = version
        self.since = since
    }
}
