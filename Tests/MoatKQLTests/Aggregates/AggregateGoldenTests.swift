import Foundation
import MoatKQL
import Testing

/// Every line of `Golden/Aggregates` is a query, the columns of its result and its one row.
@Suite struct AggregateGoldenTests {
    private static let goldens = Golden.all(in: "Aggregates")

    @Test func everyColumnHasTheNameAndTypeThatKustoGives() throws {
        #expect(Self.goldens.count > 40)
        let translator = KQLTranslator(catalog: KQLCatalog(tables: []))
        for golden in Self.goldens {
            let translation = try translator.translate(golden.input, now: ScalarGoldenTests.now)
            let columns = translation.columns.map { "\($0.name):\($0.type.rawValue)" }.joined(separator: ",")
            #expect(golden.expected.hasPrefix(columns + " "), "\(golden)")
        }
    }

    @Test func everyAggregateHasTheValueThatKustoGives() throws {
        let runner = try KQLRunner(now: ScalarGoldenTests.now)
        for golden in Self.goldens {
            let columns = try KQLTranslator(catalog: KQLCatalog(tables: [])).translate(
                golden.input, now: ScalarGoldenTests.now
            ).columns
            let texts = columns.enumerated().map {
                "c\($0) = iif(isnull(['\($1.name)']), 'null', tostring(['\($1.name)']))"
            }
            let row = try runner.run("\(golden.input) | project \(texts.joined(separator: ", "))").rows.first ?? []
            let values = row.map(KQLRunner.text).map { $0 == "''" ? "" : $0 }
            let expected = golden.expected.split(separator: " ", maxSplits: 1).dropFirst().first ?? ""
            #expect(values.joined(separator: "|") == expected, "\(golden)")
        }
    }

    @Test func everyAggregateHasAGolden() {
        let texts = Self.goldens.map(\.input).joined(separator: "\n")
        #expect(AggregateLibrary.names.filter { !texts.contains("\($0)(") } == [])
    }
}
