import Foundation
import MoatKQL

/// What the tests of the binder share.
enum BinderScene {
    static let catalog = KQLCatalog(tables: [
        KQLTable(
            name: "AZFWNetworkRule",
            columns: [
                KQLColumn(name: "TimeGenerated", type: .datetime), KQLColumn(name: "SourceIp", type: .string),
                KQLColumn(name: "DestinationPort", type: .int), KQLColumn(name: "Action", type: .string),
            ], timeColumn: "TimeGenerated"),
        KQLTable(
            name: "AZFWDnsQuery",
            columns: [
                KQLColumn(name: "TimeGenerated", type: .datetime), KQLColumn(name: "QueryName", type: .string),
            ], timeColumn: "TimeGenerated", relation: "dns queries"),
    ])

    /// 2026-11-25 12:00 UTC.
    static let now = Date(timeIntervalSince1970: 1_795_608_000)

    static func translate(
        _ text: String, timespan: ClosedRange<Date>? = nil, limits: KQLTranslationLimits = KQLTranslationLimits()
    ) throws(KQLError) -> KQLTranslation {
        try KQLTranslator(catalog: catalog, limits: limits).translate(text, now: now, timespan: timespan)
    }

    /// The errors of a query that is wrong; empty where it is not.
    static func errors(_ text: String, limits: KQLTranslationLimits = KQLTranslationLimits()) -> String {
        do throws(KQLError) {
            _ = try translate(text, limits: limits)
            return ""
        } catch {
            return error.description
        }
    }
}
