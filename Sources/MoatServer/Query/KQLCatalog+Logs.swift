import MoatKQL
import MoatLogs

extension KQLCatalog {
    /// The log tables, those that are always empty, and Azure's older table `AzureDiagnostics`, a
    /// view of the same records.
    static var logs: KQLCatalog {
        let tables =
            LogTable.allCases.map { table($0.rawValue, $0.columns) }
            + UnfilledLog.tables.map { table($0.name, $0.columns) }
        return KQLCatalog(tables: tables + [table(LegacyLog.tableName, LegacyLog.columns)])
    }

    private static func table(_ name: String, _ columns: [LogColumn]) -> KQLTable {
        KQLTable(
            name: name, columns: columns.map { KQLColumn(name: $0.name, type: $0.type.kql) },
            timeColumn: "TimeGenerated")
    }
}

extension LogColumn.ValueType {
    fileprivate var kql: KQLType {
        switch self {
        case .bool: .bool
        case .int: .int
        case .long: .long
        case .real: .real
        case .string: .string
        case .datetime: .datetime
        }
    }
}
