/// Whose records these are: the columns that Azure Monitor adds to every table.
public struct LogOrigin: Hashable, Sendable {
    /// An ARM resource id in lower case, as Azure Monitor stores `_ResourceId`.
    public let resourceID: String
    public let subscriptionID: String
    public let tenantID: String
    /// The columns as they are in every record, before and after the name of the table.
    private let columnsBefore: [UInt8]
    private let columnsAfter: [UInt8]

    /// A firewall that no cloud knows has the all-zero subscription and tenant, so that
    /// queries that take an id apart go on working.
    public init(firewall: String) {
        subscriptionID = "00000000-0000-0000-0000-000000000000"
        tenantID = subscriptionID
        resourceID =
            "/subscriptions/\(subscriptionID)/resourcegroups/moat/providers/microsoft.network/azurefirewalls/\(firewall.lowercased())"
        var before = LogRecordWriter()
        before.column("TenantId", tenantID)
        before.column("SourceSystem", "Moat")
        columnsBefore = before.bytes
        var after = LogRecordWriter()
        after.column("_IsBillable", "False")
        after.column("_BilledSize", 0)
        after.column("_ResourceId", resourceID)
        after.column("_SubscriptionId", subscriptionID)
        columnsAfter = after.bytes
    }

    func write(to writer: inout LogRecordWriter, table: LogTable) {
        writer.columns(columnsBefore)
        writer.column("Type", table.rawValue)
        writer.columns(columnsAfter)
    }
}
