import MoatKQL
import MoatLogs

/// The tables of the log store, the old one beside them, and one that only Azure fills.
enum PublicQueryCatalog {
    static let catalog = KQLCatalog(
        tables: LogTable.allCases.map { table($0.rawValue, $0.columns) }
            + UnfilledLog.tables.map { table($0.name, $0.columns) }
            + [table(LegacyLog.tableName, LegacyLog.columns)])

    private static func table(_ name: String, _ columns: [LogColumn]) -> KQLTable {
        KQLTable(
            name: name,
            columns: columns.map { KQLColumn(name: $0.name, type: KQLType(rawValue: $0.type.rawValue) ?? .string) },
            timeColumn: "TimeGenerated")
    }
}
