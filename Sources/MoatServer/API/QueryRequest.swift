/// A question, as Azure Monitor's Log Analytics API takes it.
public struct QueryRequest: Hashable, Sendable, Codable {
    /// The workspace of every firewall, beside its name: what `TenantId` says in its records.
    public static let workspace = "00000000-0000-0000-0000-000000000000"

    /// KQL
    public var query: String
    /// ISO 8601, such as `PT12H` or `2026-11-24/2026-11-25`; nil for all that is stored.
    public var timespan: String?
    /// Further workspaces; Moat has one.
    public var workspaces: [String]?

    public init(query: String, timespan: String? = nil, workspaces: [String]? = nil) {
        self.query = query
        self.timespan = timespan
        self.workspaces = workspaces
    }
}
