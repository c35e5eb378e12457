import Testing

@testable import MoatIngress

@Suite struct RouteHostTests {
    @Test func namesAreTakenInLowerCase() throws {
        #expect(try RouteHost("Shop.Example.com").description == "shop.example.com")
        #expect(try RouteHost("*.Example.com").isWildcard)
    }

    @Test(arguments: [
        "", ".", "a..b", ".a", "a.", "*", "*a.b", "a.*.b", "*.*.b", "a b", "a;b", "a{b", "a\"b", "a$b", "a\nb",
        "a\u{0}",
        "-a.b", "a-.b", "a_b", "1.2.3.4", "[::1]", "ä.test", "\u{212B}.test", "\u{212A}.test",
        String(repeating: "a", count: 64) + ".test", String(repeating: "a.", count: 127) + "aa",
    ])
    func isRefused(_ text: String) {
        #expect(throws: ValueRefusal.self) { try RouteHost(text) }
    }

    @Test func aWildcardCoversExactlyOneLabel() throws {
        let wildcard = try RouteHost("*.example.com")
        #expect(wildcard.covers(try RouteHost("a.example.com")))
        #expect(!wildcard.covers(try RouteHost("a.b.example.com")))
        #expect(!wildcard.covers(try RouteHost("example.com")))
        #expect(wildcard.covers(wildcard))
        #expect(!(try RouteHost("a.example.com")).covers(wildcard))
    }
}
