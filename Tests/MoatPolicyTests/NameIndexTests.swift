import MoatModel
import Testing

@testable import MoatPolicy

struct NameIndexTests {
    /// 100,000 names in 1,000 rules, wildcards among them; each is found and no other name is.
    @Test func aHundredThousandNames() throws {
        let rules = (0..<1000).map { rule in
            application(
                "r\(rule)", (0..<100).map { "\($0 % 7 == 0 ? "*." : "")n\($0).s\(rule).example" })
        }
        let snapshot = try Scene(
            group(RuleCollection(name: "c", priority: 100, rules: .application(.allow, rules)))
        ).compile()
        func rule(_ name: String) -> String? {
            let request = ApplicationRequest(flow: flow("10.0.5.7", "8.8.8.8"), content: .tls(serverName: name))
            return evaluate(request, snapshot).rule?.rule
        }
        for number in stride(from: 0, to: 1000, by: 37) {
            #expect(rule("n1.s\(number).example") == "r\(number)")
            #expect(rule("a.n7.s\(number).example") == "r\(number)")
            #expect(rule("n7.s\(number).example") == nil)
            #expect(rule("a.n1.s\(number).example") == nil)
            #expect(rule("n100.s\(number).example") == nil)
        }
    }

    @Test func hostNames() {
        func normalized(_ name: String) -> String? {
            HostName.withNormalized(name) { $0.map { String(decoding: $0, as: UTF8.self) } }
        }
        #expect(normalized("WWW.Example.COM.") == "www.example.com")
        #expect(normalized("a_b-c.example") == "a_b-c.example")
        #expect(normalized(String(repeating: "a.", count: 126) + "a") != nil)
        #expect(normalized(String(repeating: "a.", count: 127)) != nil)
        for name in ["", ".", "..", "a..b", ".a", "a b", "a/b", "a:80", "[::1]", "ä.example", "a\0b"] {
            #expect(normalized(name) == nil, "\(name)")
        }
        #expect(normalized(String(repeating: "a.", count: 127) + "a") == nil)
        #expect(normalized(String(repeating: "a", count: 64)) == nil)
        #expect(normalized(String(repeating: "a", count: 10_000)) == nil)
    }
}
