import Foundation
import MoatKQL
import Testing

/// The queries that people have written for Azure Firewall's logs are understood as they are.
@Suite struct PublicQueryTests {
    /// The time that the data leads up to: 2026-11-24T12:00:00Z.
    static let now = Date(timeIntervalSince1970: 1_795_521_600)
    private static let translator = KQLTranslator(catalog: PublicQueryCatalog.catalog)

    @Test(arguments: PublicQuery.all)
    func translates(_ query: PublicQuery) throws {
        do throws(KQLError) {
            let translation = try Self.translator.translate(query.text, now: Self.now)
            #expect(!translation.sql.isEmpty)
            #expect(!translation.columns.isEmpty)
        } catch {
            Issue.record("\(error.rendered(in: query.text))")
        }
    }

    @Test(arguments: PublicQueryAnswer.all)
    func namesItsColumnsAsKustoDoes(_ answer: PublicQueryAnswer) throws {
        let translation = try Self.translator.translate(answer.query.text, now: Self.now)
        #expect(translation.columns.map(\.name) == answer.columns)
        #expect(answer.rows.allSatisfy { $0.count == answer.columns.count })
    }

    @Test func areEnough() {
        #expect(PublicQuery.all.count >= 70)
        #expect(PublicQuery.all.filter { $0.text.contains("AzureDiagnostics") }.count >= 30)
        #expect(PublicQueryAnswer.all.count >= 15)
        #expect(PublicQuery.all.allSatisfy { $0.source != nil })
    }

    /// What published queries use most.
    @Test(arguments: [
        "| parse ", "parse-where", "parse kind=regex", "in~ (split(", "materialize(", "ipv4_lookup", "externaldata",
        "has_any (", "kind=leftouter", "kind=leftanti", "kind=inner", "union isfuzzy=true", "make-series",
        "mv-expand", "matches regex", "between (", "view()", "datetime_diff(", "make_set(", "stdev(", "max_of(",
        "has_any_ipv4_prefix(", "strcat_array(", "column_ifexists(", "arg_max(", "percentiles(", "search in",
    ])
    func covers(_ construct: String) {
        #expect(PublicQuery.all.contains { $0.text.contains(construct) })
    }

    @Test func refusesByNameWhatNeedsDataOfOthers() throws {
        #expect(!PublicQuery.refused.isEmpty)
        for query in PublicQuery.refused {
            let error = #expect(throws: KQLError.self) { try Self.translator.translate(query.text, now: Self.now) }
            #expect(error?.description.contains("geo_info_from_ip_address") == true)
        }
    }
}
