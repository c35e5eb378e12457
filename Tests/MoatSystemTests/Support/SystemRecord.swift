import Foundation
import MoatLogsTestSupport

/// A record of the log, as `moat logs --output json` shows it. Columns that its table does
/// not have are empty.
struct SystemRecord: Hashable, CustomStringConvertible {
    let line: String
    private let columns: [String: String]

    init(line: String) throws {
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw SystemTestError("no record: \(line)")
        }
        try LogTableSchema.check(Data(line.utf8))
        self.line = line
        columns = object.mapValues { ($0 as? NSNumber)?.stringValue ?? "\($0)" }
    }

    subscript(_ column: String) -> String {
        columns[column] ?? ""
    }

    var sourcePort: UInt16 { UInt16(self["SourcePort"]) ?? 0 }

    /// Whether its columns are those that Azure Monitor, or Moat, documents for its table.
    var hasTheColumnsOfItsTable: Bool {
        get throws {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../MoatLogsTests/Fixtures/tables.json")
            let tables = try JSONDecoder().decode([String: [String: String]].self, from: Data(contentsOf: file))
            return Set(columns.keys) == tables[self["Type"]].map { Set($0.keys) }
        }
    }

    /// `policy/group/collection/rule`; slashes alone for the default.
    var rule: String {
        ["Policy", "RuleCollectionGroup", "RuleCollection", "Rule"].map { self[$0] }.joined(separator: "/")
    }

    var description: String { line }
}
