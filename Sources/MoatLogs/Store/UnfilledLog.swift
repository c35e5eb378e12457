/// Tables of Azure Firewall that nothing in Moat fills. They are there, without rows, since
/// published queries name them beside others.
public enum UnfilledLog {
    public struct Table: Hashable, Sendable {
        public let name: String
        public let columns: [LogColumn]
    }

    public static let tables = [
        Table(
            name: "AZFWIdpsSignature",
            columns: LogTable.columns(own: [
                LogColumn("Protocol", .string), LogColumn("SourceIp", .string), LogColumn("SourcePort", .int),
                LogColumn("DestinationIp", .string), LogColumn("DestinationPort", .int), LogColumn("Action", .string),
                LogColumn("SignatureId", .string), LogColumn("Category", .string), LogColumn("Description", .string),
                LogColumn("Severity", .int),
            ])),
        Table(
            name: "AZFWDnsFlowTrace",
            columns: LogTable.columns(own: [
                LogColumn("MsgType", .string), LogColumn("QueryTime", .datetime), LogColumn("ResponseTime", .datetime),
                LogColumn("SocketFamily", .string), LogColumn("Protocol", .string), LogColumn("SourceIp", .string),
                LogColumn("ServerIp", .string), LogColumn("SourcePort", .int), LogColumn("ServerPort", .int),
                LogColumn("QueryMessage", .string), LogColumn("ServerMessage", .string),
            ])),
    ]

    static var views: [String] {
        tables.map { table in
            let columns = table.columns.map { column in
                let type = DuckDBType(column.type)
                return "NULL::\(type.rawValue) AS \(LogSchema.quoted(column.name))"
            }
            return
                "CREATE OR REPLACE VIEW \(LogSchema.quoted(table.name)) AS SELECT \(columns.joined(separator: ", ")) WHERE false;"
        }
    }
}
