import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("STIX bundles")
struct STIXReaderTests {
    private func indicator(_ pattern: String, _ more: String = "") -> String {
        let escaped = pattern.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return """
            {"type": "indicator", "spec_version": "2.1", "id": "indicator--1", "pattern_type": "stix",
             "valid_from": "2026-01-01T00:00:00Z", "pattern": "\(escaped)"\(more)}
            """
    }

    private func bundle(_ objects: String...) -> String {
        #"{"type": "bundle", "id": "bundle--1", "objects": ["# + objects.joined(separator: ",\n") + "]}\n"
    }

    private let good = "[ipv4-addr:value = '198.51.100.1']"

    @Test func indicators() throws {
        let text = bundle(
            #"{"type": "identity", "name": "someone", "x": [1, -2.5e3, true, null, {"a": []}]}"#,
            indicator(good, #", "name": "Scanner", "description": "More""#),
            indicator(
                "[ipv4-addr:value ISSUBSET '203.0.113.0/24']", #", "description": "A \"net\"\u00e9\ud834\udd1e""#),
            indicator("[ipv6-addr:value='2001:db8::/32']", #", "name": """#),
            indicator("[domain-name:value = 'Evil.example' OR domain-name:value == 'b.example']"),
            indicator("[url:value = 'http://evil.example/a?b'] OR [url:value = 'https://evil.example/']"))
        let reading = try read(text, feed(.stix))
        #expect(reading.skipped.invisible == 1 && reading.skipped.unreadable == 0 && reading.list.count == 6)
        #expect(try reading.says("198.51.100.1") == "Scanner")
        #expect(try reading.says("203.0.113.99") == "A \"net\"é𝄞")
        #expect(try reading.says("2001:db8:1::") == "Bot Networks")
        #expect(reading.says(name: "evil.example") == "Bot Networks" && reading.says(name: "b.example") != nil)
        #expect(try reading.says(url: "http://evil.example/a?b") != nil)
    }

    @Test(arguments: [
        "[ipv4-addr:value = '198.51.100.7' AND ipv4-addr:value = '198.51.100.8']",
        "[ipv4-addr:value = '198.51.100.7'] AND [ipv4-addr:value = '198.51.100.8']",
        "[ipv4-addr:value = '198.51.100.7'] FOLLOWEDBY [ipv4-addr:value = '198.51.100.8']",
        "[ipv4-addr:value = '198.51.100.7'] WITHIN 5 SECONDS",
        "[ipv4-addr:value = '198.51.100.7'] REPEATS 2 TIMES", "([ipv4-addr:value = '198.51.100.7'])",
        "[ipv4-addr:value != '198.51.100.7']", "[NOT ipv4-addr:value = '198.51.100.7']",
        "[ipv4-addr:value IN ('198.51.100.7')]", "[domain-name:value LIKE '%.example']",
        "[domain-name:value ISSUBSET 'a.example']", "[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']",
        "[domain-name:value = 'a.example' OR file:name = 'x']", "[ipv4-addr:value = '198.51.100.7'",
        "[ipv4-addr:value = '198.51.100.7]", "[ipv4-addr:value = 198.51.100.7]", "ipv4-addr:value = '198.51.100.7'",
        "", "[]", "[ipv4-addr:value = '198.51.100.7'] x", "[ipv4-addr:value = '198.51.100.7' ORx]", "[a:b='\\",
    ])
    func patternsBeyondOneComparison(pattern: String) throws {
        let reading = try read(bundle(indicator(good), indicator(pattern)), feed(.stix))
        #expect(reading.skipped.unsupported == 1 && reading.list.count == 1)
    }

    @Test func otherPatternLanguages() throws {
        let other = #"{"type": "indicator", "pattern_type": "snort", "pattern": "alert"}"#
        #expect(try read(bundle(indicator(good), other), feed(.stix)).skipped.unsupported == 1)
    }

    @Test(arguments: [
        (#", "revoked": true"#, 1, 0), (#", "revoked": false"#, 0, 0), (#", "revoked": "true""#, 0, 0),
        (#", "valid_until": "2026-03-04T05:06:07Z""#, 1, 0), (#", "valid_until": "2026-03-04T05:06:08Z""#, 0, 0),
        // The last of two keys counts.
        (#", "valid_from": "2026-03-04T05:06:08Z""#, 0, 1), (#", "valid_from": "2026-03-04T05:06:07Z""#, 0, 0),
        (#", "valid_from": "2027-01-01T00:00:00Z", "revoked": true"#, 1, 0),
    ])
    func whenTheyHold(more: String, expired: Int, unsupported: Int) throws {
        let text = bundle(indicator(good), indicator("[ipv4-addr:value = '198.51.100.7']", more))
        let reading = try read(text, feed(.stix))
        #expect(reading.skipped.expired == expired && reading.skipped.unsupported == unsupported)
        #expect(try (reading.says("198.51.100.7") != nil) == (expired + unsupported == 0))
    }

    @Test func everyEntryEndsAtItsOwnTime() throws {
        let more = #", "valid_until": "2026-03-04T05:06:09Z""#
        let reading = try read(bundle(indicator(good), indicator("[domain-name:value='a.example']", more)), feed(.stix))
        #expect(reading.says(name: "a.example", at: now + 1) != nil)
        #expect(reading.says(name: "a.example", at: now + 2) == nil)
        #expect(try reading.says("198.51.100.1", at: now + 2) != nil)
    }

    @Test(arguments: [
        "[ipv4-addr:value = 'evil.example']", "[ipv4-addr:value = '2001:db8::1']", "[ipv6-addr:value = '198.51.100.7']",
        "[ipv4-addr:value = '198.51.100.7-198.51.100.9']", "[domain-name:value = '198.51.100.7']",
        "[domain-name:value = '*.example']", "[domain-name:value = 'com']", "[url:value = 'evil.example']",
        "[ipv6-addr:value = 'http://evil.example/']", "[domain-name:value = '']",
    ])
    func wrongValues(pattern: String) throws {
        let error = try failure(bundle(indicator(good), indicator(pattern)), feed(.stix))
        #expect(error.contains("1 of 2 objects can't be read, the first is object 2: '{\"type\""), "\(error)")
    }

    @Test(arguments: [
        #"{"type": "indicator", "pattern_type": "stix"}"#, #"{"type": "indicator", "pattern": "[x:y='z']"}"#,
        #"{"type": "indicator", "pattern_type": "stix", "pattern": 5}"#,
    ])
    func missingProperties(object: String) throws {
        #expect(try failure(bundle(indicator(good), object), feed(.stix)).contains("it has no pattern"))
    }

    @Test func guardsHoldForIndicatorsToo() throws {
        #expect(try failure(bundle(indicator("[ipv4-addr:value='0.0.0.0/0']")), feed(.stix)).contains("object 1: 0.0"))
        #expect(try failure(bundle(indicator("[ipv4-addr:value='10.0.0.1']")), feed(.stix)).contains("no internet"))
        #expect(try failure(bundle(), feed(.stix)).contains("has no entry"))
        #expect(try failure(bundle(#"{"type": "identity"}"#), feed(.stix)).contains("has no entry"))
    }

    @Test(arguments: [
        "198.51.100.7\n", "[]", "{}", #"{"type": "report", "objects": []}"#, #"{"objects": []}"#,
        #"{"type": "bundle", "objects": {}}"#, #"{"type": "bundle", "objects": [1]}"#,
    ])
    func noBundle(text: String) throws {
        #expect(try failure(text, feed(.stix)).contains("is no STIX bundle"))
    }

    @Test func otherVersions() throws {
        let text = #"{"type": "bundle", "spec_version": "2.0", "objects": []}"#
        #expect(try failure(text, feed(.stix)).contains("STIX 2.0"))
    }

    @Test func everyCutIsSeen() throws {
        let text = Array(bundle(indicator(good, #", "name": "a\"b", "x": [1.5, true]"#)).utf8.dropLast())
        #expect(try FeedReader.read(text, of: feed(.stix), now: now).list.count == 1)
        for length in 1..<text.count {
            let error = try failure(Array(text[..<length]), feed(.stix))
            #expect(error.contains("ends in the middle of an entry"), "\(length): \(error)")
        }
    }

    @Test(arguments: [
        #"{"type" "bundle"}"#, #"{"type": bundle}"#, #"{type: "bundle"}"#, #"{"a": 1,}"#, #"{"a": [1,]}"#,
        #"{"a": [1 2]}"#, #"{"a": 01x}"#, #"{"a": +1}"#, #"{"a": nan}"#, "{\"a\": \"\u{1}\"}",
        #"{"type": "\q"}"#, #"{"type": "\u12G4"}"#, #"{"type": "bundle", "objects": []} x"#, #"{"a": -}"#,
    ])
    func noJSON(text: String) throws {
        #expect(try failure("\n" + text, feed(.stix)).contains("line 2: is not JSON"))
    }

    @Test func deepNesting() throws {
        for mark in ["[", "{\"a\":"] {
            let text = "{\"type\": \"bundle\", \"x\": " + String(repeating: mark, count: 100_000)
            #expect(try failure(text, feed(.stix)).contains("64 deep"))
        }
    }
}
