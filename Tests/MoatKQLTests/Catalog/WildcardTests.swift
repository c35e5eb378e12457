import Testing

@testable import MoatKQL

@Suite struct WildcardTests {
    @Test(arguments: [
        ("*", "anything"), ("AZFW*", "AZFWDnsQuery"), ("*Ip", "SourceIp"), ("S*I*", "SourceIp"), ("a*b*a", "aba"),
        ("exact", "exact"), ("a*", "a"),
    ])
    func matches(_ pattern: String, _ name: String) {
        #expect(Wildcard(pattern).matches(name))
    }

    @Test(arguments: [
        ("AZFW*", "azfwDnsQuery"), ("*Ip", "SourcePort"), ("a*a", "a"), ("exact", "exactly"), ("a*b*c", "acb"),
        ("", "x"),
    ])
    func doesNotMatch(_ pattern: String, _ name: String) {
        #expect(!Wildcard(pattern).matches(name))
    }
}
