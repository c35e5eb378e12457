/// A flow to explain, as people write it: `10.0.5.7 to 203.0.113.9:443/tcp`.
public struct ExplainRequest: Hashable, Sendable, Codable {
    public var flow: String

    public init(flow: String) {
        self.flow = flow
    }
}
