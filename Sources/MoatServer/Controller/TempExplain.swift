extension Controller { func explain(_ flow: String) throws -> ExplainReport { ExplainReport(verdict: "deny") } }
public struct ExplainReport: Codable, Sendable { public var verdict: String }
