/// The tables and views of the log store in DuckDB.
///
/// Tables are in the schema `stored` and have what varies; the views that queries see are named
/// as Azure's tables and add what is the same in every record.
enum LogSchema {
    /// A change of the stored tables is a new version, with a migration from each earlier one.
    static let version = 1

    static let stored = "stored"

    static func types(_ table: LogTable) -> [DuckDBType] {
        [.timestamp] + table.ownColumns.map { DuckDBType($0.type) } + [.varchar]
    }

    static var creation: String {
        let tables = LogTable.allCases.map { table in
            let columns = table.ownColumns.map { "\(quoted($0.name)) \(DuckDBType($0.type).rawValue) NOT NULL" }
            return
                "CREATE TABLE \(stored).\(quoted(table.rawValue)) (TimeGenerated TIMESTAMP NOT NULL, \(columns.joined(separator: ", ")), _ResourceId VARCHAR NOT NULL);"
        }
        return """
            BEGIN;
            CREATE SCHEMA \(stored);
            CREATE TABLE \(stored).store (version INTEGER NOT NULL, records BIGINT NOT NULL);
            INSERT INTO \(stored).store VALUES (\(version), 0);
            \(tables.joined(separator: "\n"))
            COMMIT;
            """
    }

    /// What queries see. Made anew at each start, so that it is this version's.
    static func views(_ origin: LogOrigin) -> String {
        let views = LogTable.allCases.map { table in
            let own = table.ownColumns.map { quoted($0.name) }.joined(separator: ", ")
            return """
                CREATE OR REPLACE VIEW \(quoted(table.rawValue)) AS SELECT \(text(origin.tenantID)) AS TenantId, \
                TimeGenerated, \(own), 'Moat' AS SourceSystem, \(text(table.rawValue)) AS "Type", \
                'False' AS _IsBillable, 0::DOUBLE AS _BilledSize, _ResourceId, \
                \(text(origin.subscriptionID)) AS _SubscriptionId FROM \(stored).\(quoted(table.rawValue));
                """
        }
        return (views + UnfilledLog.views + [LegacyLog.view(origin)]).joined(separator: "\n")
    }

    /// A name in SQL.
    static func quoted(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }

    /// A text in SQL.
    static func text(_ text: String) -> String {
        "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }
}
