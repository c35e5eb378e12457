import Foundation
import MoatKQL

/// The tables in `PublicQueries/Data`, each of which says its own columns in its first line,
/// with what Azure Monitor adds to all of them, and the old table in one.
enum PublicQueryCatalog {
    static let catalog = KQLCatalog(tables: tables + [diagnostics, signatures])

    private static let tables: [KQLTable] = {
        let directory = PublicQuery.directory.appending(path: "Data")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.filter { $0.hasPrefix("AZFW") && $0.hasSuffix(".csv") }.sorted().compactMap { file in
            guard let text = try? String(contentsOf: directory.appending(path: file), encoding: .utf8) else {
                return nil
            }
            let heading = text.prefix { $0 != "\n" }
            let columns = heading.split(separator: ",").compactMap { column -> KQLColumn? in
                let parts = column.split(separator: ":")
                guard parts.count == 2, let type = KQLType(rawValue: String(parts[1])) else { return nil }
                return KQLColumn(name: String(parts[0]), type: type)
            }
            return table(String(file.dropLast(4)), columns)
        }
    }()

    private static let diagnostics = table(
        "AzureDiagnostics",
        strings(
            [
                "ResourceId", "Category", "ResourceGroup", "SubscriptionId", "ResourceProvider", "Resource",
                "ResourceType", "OperationName", "msg_s",
            ], after: "TimeGenerated"))

    /// Named by many queries; nothing writes it here.
    private static let signatures = table(
        "AZFWIdpsSignature",
        strings(
            ["Protocol", "SourceIp", "DestinationIp", "Action", "SignatureId", "Category", "Description"],
            after: "TimeGenerated")
            + ["SourcePort", "DestinationPort", "Severity"].map { KQLColumn(name: $0, type: .int) })

    private static func table(_ name: String, _ columns: [KQLColumn]) -> KQLTable {
        let added = strings(["TenantId", "SourceSystem", "Type", "_IsBillable", "_ResourceId", "_SubscriptionId"])
        return KQLTable(
            name: name, columns: columns + added + [KQLColumn(name: "_BilledSize", type: .real)],
            timeColumn: "TimeGenerated")
    }

    private static func strings(_ names: [String], after time: String? = nil) -> [KQLColumn] {
        (time.map { [KQLColumn(name: $0, type: .datetime)] } ?? []) + names.map { KQLColumn(name: $0, type: .string) }
    }
}
