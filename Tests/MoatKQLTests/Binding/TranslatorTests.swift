import Foundation
import MoatKQL
import Testing

@Suite struct TranslatorTests {
    /// A range of the request is a plain comparison where the table is read, also behind `let`.
    @Test func appliesTheTimeOfTheRequest() throws {
        let start = BinderScene.now.addingTimeInterval(-3600)
        let translation = try BinderScene.translate(
            "let T = AZFWDnsQuery; T | project QueryName", timespan: start...BinderScene.now)
        #expect(
            translation.sql == """
                SELECT t."QueryName" AS "QueryName" FROM "dns queries" AS t \
                WHERE t."TimeGenerated" >= TIMESTAMP '2026-11-25 11:00:00.000000' \
                AND t."TimeGenerated" <= TIMESTAMP '2026-11-25 12:00:00.000000'
                """)
    }

    @Test func writesOneSelectForWhatOneCanSay() throws {
        let translation = try BinderScene.translate(
            """
            AZFWNetworkRule | where TimeGenerated > ago(1h) | where Action == "Deny"
            | summarize count() by SourceIp
            """)
        #expect(
            translation.sql == """
                SELECT t."SourceIp" AS "SourceIp", count(*) AS "count_" FROM "AZFWNetworkRule" AS t \
                WHERE (t."TimeGenerated" > TIMESTAMP '2026-11-25 11:00:00.000000') AND (t."Action" = 'Deny') \
                GROUP BY 1
                """)
    }

    @Test func materializesOnlyWhatIsReadTwice() throws {
        let once = try BinderScene.translate("let M = materialize(AZFWDnsQuery); M | count")
        #expect(!once.sql.contains("MATERIALIZED"))
        let twice = try BinderScene.translate("let M = materialize(AZFWDnsQuery); union M, M | count")
        #expect(twice.sql.hasPrefix("WITH \"shared_1\" AS MATERIALIZED (SELECT"))
        let inText = try BinderScene.translate(
            "let M = materialize(AZFWDnsQuery | project QueryName); M | where QueryName in (M)")
        #expect(inText.sql.hasPrefix("WITH \"shared_1\" AS MATERIALIZED (SELECT"))
    }

    @Test func dropsAJoinsDeduplicationWhereKeysAreUnique() throws {
        let rest = "| join AZFWNetworkRule on SourceIp"
        let plain = try BinderScene.translate("AZFWNetworkRule \(rest)")
        #expect(plain.sql.contains("DISTINCT ON"))
        let unique = try BinderScene.translate("AZFWNetworkRule | summarize n = count() by SourceIp \(rest)")
        #expect(!unique.sql.contains("DISTINCT ON"))
    }

    @Test func keepsRenderAsAHint() throws {
        let translation = try BinderScene.translate(
            "AZFWDnsQuery | count | render timechart with (title='Names', ycolumns=a, b)")
        #expect(
            translation.render
                == KQLRender(visualization: "timechart", properties: ["title": ["Names"], "ycolumns": ["a", "b"]]))
    }

    @Test func declaresExternalData() throws {
        let translation = try BinderScene.translate(
            """
            let Feed = externaldata(ip: string, score: int)[@"https://feeds.example/list.csv"]
                with (format='csv', ignoreFirstRecord=true);
            AZFWNetworkRule | where SourceIp in ((Feed | project ip))
            """)
        let table = try #require(translation.externalTables.first)
        #expect(table.columns == [KQLColumn(name: "ip", type: .string), KQLColumn(name: "score", type: .int)])
        #expect(table.locations == ["https://feeds.example/list.csv"])
        #expect(table.format == "csv")
        #expect(table.ignoresFirstRecord)
        #expect(translation.sql.contains("\"\(table.relation)\""))
    }

    @Test func quotesEveryName() throws {
        let translation = try BinderScene.translate(
            #"AZFWDnsQuery | project ["a""; DROP TABLE x; --"] = QueryName | where ['a""; DROP TABLE x; --'] == "'; --" | take 1"#
                .replacingOccurrences(of: #""""#, with: "\\\""))
        #expect(translation.sql.contains("'''; --'"))
        #expect(translation.sql.contains(#"AS "a""; DROP TABLE x; --""#))
    }
}

/// Conditions are put in the order of what they cost.
@Suite struct ConditionOrderTests {
    @Test func aTextIsSearchedInFewRows() throws {
        let sql = try BinderScene.translate(
            "AZFWNetworkRule | where SourceIp matches regex 'x.y' and SourceIp has 'a b' and Action in~ ('deny', 'alert') | where DestinationPort == 22"
        ).sql
        let places = try ["Action", "DestinationPort\" =", "LIKE", "regexp_matches"].map { text in
            let filters = try #require(sql.range(of: "WHERE"))
            return try #require(sql.range(of: text, range: filters.upperBound..<sql.endIndex), "\(text) in \(sql)")
                .lowerBound
        }
        #expect(places == places.sorted(), "\(sql)")
    }
}
