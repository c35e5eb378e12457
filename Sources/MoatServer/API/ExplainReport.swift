public import Foundation
public import MoatAnalysis

/// An explanation, and of which version of the configuration it is.
public struct ExplainReport: Hashable, Sendable, Codable {
    public var explanation: Explanation
    public var version: Int
    public var since: Date
    /// How often the flow was seen lately; nil where there are no logs that can be asked.
    public var sightings: FlowSightings?

    public init(explanation: Explanation, version: Int, since: Date, sightings: FlowSightings? = nil) {
        self.explanation = explanation
        self.version = version
        self.since = since
        self.sightings = sightings
    }
}
