import Foundation
import MoatKQL
import MoatLogs
import Testing

@testable import MoatServer
@testable import moat

/// Questions to a real store.
@Suite struct QueryStoreTests {
    private func ask(_ query: String, timespan: String? = nil, rows: Int = 1000) async throws -> QueryAnswer {
        let filled = try FilledStore()
        let engine = QueryEngine(store: filled.store, now: { FilledStore.now })
        return try await engine.answer(
            QueryRequest(query: query, timespan: timespan), QueryPreferences(rows: rows))
    }

    @Test func counts() async throws {
        let answer = try await ask("AZFWNetworkRule | summarize count() by Action | order by Action asc")
        #expect(answer.columns.map(\.name) == ["Action", "count_"])
        #expect(answer.rows == [[.string("Allow"), .integer(2)], [.string("Deny"), .integer(3)]])
    }

    @Test func readsTheLegacyTable() async throws {
        let answer = try await ask(
            """
            AzureDiagnostics
            | where Category == "AzureFirewallNetworkRule" and OperationName == "AzureFirewallNetworkRuleLog"
            | parse msg_s with Protocol " request from " SourceIP ":" SourcePort:int " to " TargetIP ":" TargetPort:int ". Action: " Action
            | where SourceIP == "10.0.5.8"
            | project Protocol, SourceIP, SourcePort, TargetIP, TargetPort, Action
            """)
        #expect(
            answer.rows == [
                [
                    .string("TCP"), .string("10.0.5.8"), .integer(35_682), .string("203.0.113.9"), .integer(80),
                    .string("Deny"),
                ]
            ])
    }

    @Test(arguments: [("PT250S", 3), ("PT1H", 5), (nil, 5), ("2026-11-25T11:50:00Z/PT1M", 1)])
    func appliesTheTimespan(timespan: String?, count: Int64) async throws {
        let answer = try await ask("AZFWNetworkRule | count", timespan: timespan)
        #expect(answer.rows == [[.integer(count)]])
    }

    @Test func keepsToTheRows() async throws {
        let answer = try await ask("AZFWNetworkRule", rows: 2)
        #expect(answer.rows.count == 2)
        #expect(answer.rowLimit == 2)
    }

    @Test(arguments: [
        "AZFWNetworkRule | where SourceIp == \"'; DROP TABLE x; --\"", "print x = \"read_csv('/etc/passwd')\"",
    ])
    func takesTextForText(query: String) async throws {
        _ = try await ask(query)
    }

    @Test(arguments: QueryLibrary.queries)
    func answersTheLibrary(query: LibraryQuery) async throws {
        let rules = RulesTable.datatable([
            RuleRow(
                position: 1, tier: "network", policy: "aks-egress", group: "team", collection: "allow",
                rule: "web-tls", number: 16, match: "* -> *:443/tcp", verdict: "allow"),
            RuleRow(
                position: 2, tier: "network", policy: "aks-egress", group: "team", collection: "allow", rule: "ntp",
                number: 17, match: "* -> *:123/udp", verdict: "allow"),
        ])
        let values = query.parameters.map { $0.standard ?? "registry-1.docker.io" }
        let text = (query.needs.contains(.rules) ? rules + "\n" : "") + (try query.text(with: values))
        let answer = try await ask(text, timespan: "PT\(query.since)S")
        let first = answer.rows.first.map { row in zip(answer.columns, row).map { "\($0.name)=\($1)" } } ?? []
        let expected: [String: (Int, String)] = [
            "top-talkers": (2, "SourceIp=string(\"10.0.5.7\")"), "denied-by-source": (2, "Denied=integer(3)"),
            "denied-to": (1, "Denied=integer(1)"), "new-destinations": (1, "Sources=integer(1)"),
            "actions-over-time": (3, "Action=string(\"Deny\")"), "biggest-flows": (1, "Bytes=integer(21000)"),
            "snat-use": (1, "SourceTranslatedIp=string(\"198.51.100.10\")"), "threat-summary": (0, ""),
            "hits-per-rule": (4, "Rule=string(\"(default)\")"), "rules-without-hits": (1, "Rule=string(\"ntp\")"),
            "nat-use": (1, "Server=string(\"10.0.4.4:80\")"), "dns-failures": (1, "QueryName=string(\"bad.example.\")"),
            "ingress-errors": (1, "ServerErrors=integer(1)"), "waf-findings": (1, "Blocked=integer(1)"),
            "slow-dns": (2, "QueryName=string(\"bad.example.\")"),
        ]
        let (count, value) = try #require(expected[query.name], "a query of the library without a test")
        #expect(answer.rows.count == count, "\(answer.rows)")
        #expect(value.isEmpty || first.contains(value), "\(first)")
    }
}
