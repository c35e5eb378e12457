import Foundation
import MoatKQL
import MoatServer
import Testing

@testable import MoatServer
@testable import moat

@Suite struct QueryLibraryTests {
    private static let rules = RulesTable.datatable([
        RuleRow(
            position: 1, tier: "network", policy: "egress", group: "net", collection: "allow", rule: "say \"dns\"",
            number: 16, match: "* -> *:53/udp", verdict: "allow")
    ])

    /// As `moat query -n` would send it, with something for each parameter.
    private func text(_ query: LibraryQuery) throws -> String {
        let values = query.parameters.map { $0.standard ?? "registry-1.docker.io" }
        return (query.needs.contains(.rules) ? Self.rules + "\n" : "") + (try query.text(with: values))
    }

    @Test(arguments: QueryLibrary.queries)
    func translates(query: LibraryQuery) throws {
        let translation = try KQLTranslator(catalog: .logs).translate(text(query), now: Date(), timespan: nil)
        #expect(!translation.columns.isEmpty)
        #expect(!query.title.isEmpty && !query.description.isEmpty && query.since > 0)
    }

    @Test func namesAreFound() {
        #expect(Set(QueryLibrary.queries.map(\.name)).count == QueryLibrary.queries.count)
        #expect(QueryLibrary.query(named: "Top-Talkers")?.name == "top-talkers")
    }

    @Test func takesParameters() throws {
        let query = try #require(QueryLibrary.query(named: "denied-to"))
        #expect(try query.text(with: ["a\"b\\"]).hasPrefix(#"let destination = "a\"b\\";"# + "\n"))
        #expect(throws: LibraryQuery.Refusal.self) { try query.text(with: []) }
        #expect(throws: LibraryQuery.Refusal.self) { try query.text(with: ["a", "b"]) }
        let talkers = try #require(QueryLibrary.query(named: "top-talkers"))
        #expect(try talkers.text(with: []).hasPrefix("let count = 20;\n"))
        #expect(throws: LibraryQuery.Refusal.self) { try talkers.text(with: ["1; AZFWNatRule"]) }
    }
}
