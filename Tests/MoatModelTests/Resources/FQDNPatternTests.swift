import MoatModel
import Testing

/// The truth table of Azure Firewall's FAQ on wildcards.
struct FQDNPatternTests {
    @Test(arguments: [
        ("*.contoso.com", "any.contoso.com", true), ("*.contoso.com", "sub1.any.contoso.com", true),
        ("*.contoso.com", "contoso.com", false), ("*.contoso.com", "anycontoso.com", false),
        ("*.contoso.com", ".contoso.com", false),
        ("*contoso.com", "contoso.com", true), ("*contoso.com", "example.anycontoso.com", true),
        ("*contoso.com", "th3re4lcontoso.com", true), ("*contoso.com", "contoso.com.evil.net", false),
        ("www.contoso.com", "www.contoso.com", true), ("www.contoso.com", "WWW.Contoso.Com.", true),
        ("www.contoso.com", "a.www.contoso.com", false), ("*", "anything.at.all", true),
        ("*auth.docker.io", "auth.docker.io", true), ("WWW.contoso.com.", "www.contoso.com", true),
    ])
    func matches(_ pattern: String, _ name: String, _ expected: Bool) throws {
        #expect(try #require(FQDNPattern(pattern)).matches(name) == expected)
    }

    @Test(arguments: [
        "www.contoso.*", "*.contoso.*", "www.*contoso.com", "**.contoso.com", "*.", "", ".", "a..b", "contoso.com:443",
        "https://contoso.com", "contoso.com/path", "con toso.com", "ünïcode.de", ".contoso.com",
        String(repeating: "a", count: 64) + ".com", Array(repeating: "abcdefgh", count: 29).joined(separator: "."),
    ])
    func isRefused(_ text: String) {
        #expect(FQDNPattern(text) == nil)
    }
}
