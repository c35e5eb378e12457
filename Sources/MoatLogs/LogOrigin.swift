/// Whose records these are: the columns that Azure Monitor adds to every table.
public struct LogOrigin: Hashable, Sendable {
    /// An ARM resource id in lower case, as Azure Monitor stores `_ResourceId`.
    public var resourceID: String
    public var subscriptionID: String
    public var tenantID: String

    /// A firewall that no cloud knows has the all-zero subscription and tenant, so that
    /// queries that take an id apart go on working.
    public init(firewall: String) {
        self.subscriptionID = "00000000-0000-0000-0000-000000000000"
        self.tenantID = subscriptionID
        self.resourceID =
            "/subscriptions/\(subscriptionID)/resourcegroups/moat/providers/microsoft.network/azurefirewalls/\(firewall.lowercased())"
    }

    func write(to writer: inout LogRecordWriter, table: LogTable) {
        writer.column("TenantId", tenantID)
        writer.column("SourceSystem", "Moat")
        writer.column("Type", table.rawValue)
        writer.column("_IsBillable", "False")
        writer.column("_BilledSize", 0)
        writer.column("_ResourceId", resourceID)
        writer.column("_SubscriptionId", subscriptionID)
    }
}
