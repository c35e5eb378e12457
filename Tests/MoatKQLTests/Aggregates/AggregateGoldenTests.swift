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

    @Test func everyAggregateHasAGolden() {
        let texts = Self.goldens.map(\.input).joined(separator: "\n")
        #expect(AggregateLibrary.names.filter { !texts.contains("\($0)(") } == [])
    }
}
