import Foundation
import MoatKQL
import Testing

/// Plugins whose columns depend on the data first ask for them.
@Suite struct ColumnProbeTests {
    private let translator = KQLTranslator(catalog: KQLCatalog(tables: []))

    private func translate(_ text: String, _ answers: [KQLColumnProbe.Answer] = []) throws(KQLError) -> KQLTranslation {
        try translator.translate(text, now: Date(timeIntervalSince1970: 1_780_000_000), answers: answers)
    }

    @Test(arguments: [
        (
            "datatable(a: string, d: dynamic)['x', dynamic({'p': 1})] | evaluate bag_unpack(d)",
            [KQLColumn(name: "p", type: .long)], ["a", "p"]
        ),
        (
            "datatable(a: string, d: dynamic)['x', dynamic({'p': 1})] | evaluate bag_unpack(d, 'd_')",
            [KQLColumn(name: "p", type: .long)], ["a", "d_p"]
        ),
        (
            "datatable(k: string, v: string)['x', 'y'] | evaluate pivot(v)", [KQLColumn(name: "y", type: .string)],
            ["k", "y"]
        ),
    ])
    func asksAndGoesOn(_ text: String, _ found: [KQLColumn], _ expected: [String]) throws {
        let question = try translate(text)
        let probe = try #require(question.probe)
        #expect(question.sql.isEmpty && probe.sql.hasPrefix("SELECT"))
        let answered = try translate(text, [KQLColumnProbe.Answer(sql: probe.sql, columns: found)])
        #expect(answered.probe == nil)
        #expect(answered.columns.map(\.name) == expected)
    }

    @Test func refusesTooManyColumns() throws {
        let text = "datatable(k: string, v: string)['x', 'y'] | evaluate pivot(v)"
        let probe = try #require(try translate(text).probe)
        let columns = (0...probe.limit).map { KQLColumn(name: "c\($0)", type: .string) }
        #expect(throws: KQLError.self) {
            try translate(text, [KQLColumnProbe.Answer(sql: probe.sql, columns: columns)])
        }
    }

    @Test func refusesASlotThatIsAColumn() throws {
        let text = "datatable(a: string, d: dynamic)['x', dynamic({'a': 1})] | evaluate bag_unpack(d)"
        let probe = try #require(try translate(text).probe)
        let answer = KQLColumnProbe.Answer(sql: probe.sql, columns: [KQLColumn(name: "a", type: .long)])
        #expect(throws: KQLError.self) { try translate(text, [answer]) }
    }
}
