import Foundation
import GRDB
import MoatLogs
import MoatModel

/// The same records in SQLite, a row for each, with the index that such a log would have.
struct SQLitePeer {
    private let database: DatabaseQueue

    init(path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144")
        }
        database = try DatabaseQueue(path: path, configuration: configuration)
        try database.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE AZFWNetworkRule (TimeGenerated INTEGER, Protocol TEXT, SourceIp TEXT,
                      SourcePort INTEGER, DestinationIp TEXT, DestinationPort INTEGER, Action TEXT, Policy TEXT,
                      RuleCollectionGroup TEXT, RuleCollection TEXT, Rule TEXT, ActionReason TEXT);
                    CREATE TABLE AZFWApplicationRule (TimeGenerated INTEGER, Protocol TEXT, SourceIp TEXT,
                      SourcePort INTEGER, DestinationPort INTEGER, Fqdn TEXT, TargetUrl TEXT, Action TEXT, Policy TEXT,
                      RuleCollectionGroup TEXT, RuleCollection TEXT, Rule TEXT, ActionReason TEXT);
                    CREATE TABLE AZFWDnsQuery (TimeGenerated INTEGER, SourceIp TEXT, SourcePort INTEGER,
                      QueryId INTEGER, QueryType TEXT, QueryName TEXT, ResponseCode TEXT, ResponseSize INTEGER,
                      RequestDurationSecs REAL, ErrorNumber INTEGER, ErrorMessage TEXT);
                    CREATE TABLE AZFWNatRule (TimeGenerated INTEGER, Protocol TEXT, SourceIp TEXT, SourcePort INTEGER,
                      DestinationIp TEXT, DestinationPort INTEGER, TranslatedIp TEXT, TranslatedPort INTEGER,
                      Policy TEXT, RuleCollectionGroup TEXT, RuleCollection TEXT, Rule TEXT);
                    CREATE INDEX NetworkTime ON AZFWNetworkRule (TimeGenerated);
                    """)
        }
    }

    /// Stores records in one transaction; those of tables that no question names are left out.
    func store(_ records: [LogRecord]) throws {
        try database.write { database in
            for record in records {
                guard let (table, values) = Self.row(of: record) else { continue }
                let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
                try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
                    .execute(arguments: StatementArguments(values))
            }
        }
    }

    /// The number of rows of an answer, all of them read.
    func answer(_ sql: String) throws -> Int {
        try database.read { database in
            let rows = try Row.fetchCursor(database, sql: sql)
            var count = 0
            while try rows.next() != nil { count += 1 }
            return count
        }
    }

    private static func row(of record: LogRecord) -> (table: String, values: [(any DatabaseValueConvertible)?])? {
        let time = record.timeGenerated.nanoseconds / 1000
        switch record {
        case .networkRule(let row):
            return (
                "AZFWNetworkRule",
                [
                    time, row.ipProtocol.description, "\(row.sourceIp)", Int(row.sourcePort), "\(row.destinationIp)",
                    Int(row.destinationPort), row.action.rawValue, row.policy, row.ruleCollectionGroup,
                    row.ruleCollection, row.rule, row.actionReason,
                ]
            )
        case .applicationRule(let row):
            return (
                "AZFWApplicationRule",
                [
                    time, row.applicationProtocol.rawValue.uppercased(), "\(row.sourceIp)", Int(row.sourcePort),
                    Int(row.destinationPort), row.fqdn, row.targetUrl, row.action.rawValue, row.policy,
                    row.ruleCollectionGroup, row.ruleCollection, row.rule, row.actionReason,
                ]
            )
        case .dnsQuery(let row):
            return (
                "AZFWDnsQuery",
                [
                    time, "\(row.sourceIp)", Int(row.sourcePort), Int(row.queryId), row.queryType, row.queryName,
                    row.responseCode, row.responseSize, row.requestDurationSecs, row.errorNumber, row.errorMessage,
                ]
            )
        case .natRule(let row):
            return (
                "AZFWNatRule",
                [
                    time, row.ipProtocol.description, "\(row.sourceIp)", Int(row.sourcePort), "\(row.destinationIp)",
                    Int(row.destinationPort), "\(row.translatedIp)", Int(row.translatedPort), row.policy,
                    row.ruleCollectionGroup, row.ruleCollection, row.rule,
                ]
            )
        default:
            return nil
        }
    }
}
