import MoatPolicy
import Testing

@Suite("http URLs of feeds")
struct ThreatURLTests {
    @Test(arguments: [
        ("http://evil.example/a", "evil.example/a"), ("HTTP://Evil.Example./A", "evil.example/A"),
        ("http://evil.example", "evil.example/"), ("http://evil.example:80/", "evil.example/"),
        ("http://evil.example:8080", "evil.example:8080/"), ("http://evil.example?b", "evil.example/?b"),
        ("http://evil.example/a?b=/c#d", "evil.example/a?b=/c"), ("http://evil.example#d", "evil.example/"),
        ("http://198.51.100.7:65535/%41", "198.51.100.7:65535/%41"), ("http://evil.example//a", "evil.example//a"),
    ])
    func forms(url: String, key: String) {
        #expect(ThreatURL(url)?.key == key)
    }

    @Test(arguments: [
        "", "http://", "http:///a", "https://evil.example/", "evil.example/", "http:/evil.example",
        "http://evil..example/",
        "http://user@evil.example/", "http://evil.example:/", "http://evil.example:0/", "http://evil.example:65536/",
        "http://evil.example:1:2/", "http://[2001:db8::1]/", "http://evil example/", "http://evil.example/a b",
        "http://evil.example/a\u{1}", "http://bücher.example/", "http://evil.example:-1/",
        "http://evil.example/" + String(repeating: "a", count: 2000),
    ])
    func none(url: String) {
        #expect(ThreatURL(url) == nil)
    }

    @Test func ofARequest() throws {
        let listed = try #require(ThreatURL("http://evil.example:8080/a?b"))
        #expect(ThreatURL(host: "Evil.Example.", port: 8080, target: "/a?b") == listed)
        #expect(ThreatURL(host: "evil.example", port: 80, target: "/a?b") != listed)
        #expect(ThreatURL(host: "evil.example", port: 8080, target: "/a") != listed)
        #expect(ThreatURL(host: "evil.example", port: 8080, target: "a?b") == listed)
        #expect(ThreatURL(host: "evil..example", port: 80, target: "/") == nil)
    }
}
