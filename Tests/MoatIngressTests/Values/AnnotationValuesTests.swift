import MoatModel
import Testing

@testable import MoatIngress

@Suite struct AnnotationValuesTests {
    @Test(arguments: [("0", 0), ("512", 512), ("1k", 1024), ("8m", 8 << 20), ("8M", 8 << 20), ("1g", 1 << 30)])
    func sizesAreRead(_ text: String, _ bytes: Int64) throws {
        #expect(try AnnotationValues.bytes(text) == bytes)
    }

    @Test(arguments: ["", "m", "-1", "1.5m", "8m;", "1t", " 8m", "8 m", "2000g", "99999999999999999999", "٣"])
    func sizesAreRefused(_ text: String) {
        #expect(throws: ValueRefusal.self) { try AnnotationValues.bytes(text) }
    }

    @Test(arguments: [("1", 1), ("60s", 60), ("86400", 86_400)])
    func secondsAreRead(_ text: String, _ seconds: Int) throws {
        #expect(try AnnotationValues.seconds(text) == seconds)
    }

    @Test(arguments: ["", "s", "0", "1m", "86401", "1;", "1\n", "+1"])
    func secondsAreRefused(_ text: String) {
        #expect(throws: ValueRefusal.self) { try AnnotationValues.seconds(text) }
    }

    @Test func prefixesAreRead() throws {
        let prefixes = try AnnotationValues.prefixes("10.0.0.0/8, 192.0.2.1,2001:db8::/32")
        #expect(prefixes.map(\.description) == ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"])
    }

    @Test(arguments: ["", "10.0.0.1/8", "10.0.0.0/33", "all", "10.0.0.0/8;", "10.0.0.0/8,,10.1.0.0/16", "::/129"])
    func prefixesAreRefused(_ text: String) {
        #expect(throws: ValueRefusal.self) { try AnnotationValues.prefixes(text) }
    }

    @Test func ruleIDsAreRead() throws {
        #expect(try AnnotationValues.ruleIDs("942100, 941100,942100") == [941_100, 942_100])
        for text in ["", "1", "942100-942200", "942100;", "1000000", "942100,"] {
            #expect(throws: ValueRefusal.self) { try AnnotationValues.ruleIDs(text) }
        }
    }
}
