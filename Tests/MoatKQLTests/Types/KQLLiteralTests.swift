import MoatKQL
import Testing

@Suite struct KQLLiteralTests {
    /// datetime.md, "Supported formats".
    @Test(
        arguments: [
            ("2014-05-25T08:20:03.123456Z", 1_401_006_003_123_456), ("2014-05-25T08:20", 1_401_006_000_000_000),
            ("2014-11-08 15:55:55", 1_415_462_155_000_000), ("2014-11-08", 1_415_404_800_000_000),
            ("2014-05-25T10:20:03+02:00", 1_401_006_003_000_000), ("1970-01-01", 0),
            ("1969-12-31 23:59:59.9999999", -1),
        ] as [(String, Int64)])
    func momentsAreRead(_ text: String, _ microseconds: Int64) {
        #expect(KQLLiteral.datetime(text: text) == .datetime(microseconds))
    }

    @Test(arguments: [
        "", "2014", "2014-13-01", "2015-02-29", "2014-11-08 25:00", "99999-01-01", "2014-11-08 10:00x", "٢٠١٤-01-01",
    ])
    func whatIsNoMomentIsNone(_ text: String) {
        #expect(KQLLiteral.datetime(text: text) == nil)
    }

    /// timespan.md, "timespan literals".
    @Test(
        arguments: [
            ("2", 1_728_000_000_000), ("1.5h", 54_000_000_000), ("15 seconds", 150_000_000), ("1tick", 1),
            ("10microsecond", 100), ("0.12:34:56.7", 452_967_000_000), ("12:30", 450_000_000_000),
            ("-1h", -36_000_000_000),
        ] as [(String, Int64)])
    func spansAreRead(_ text: String, _ ticks: Int64) {
        #expect(KQLLiteral.timespan(text: text) == .timespan(ticks))
    }

    @Test(arguments: ["", "h", "1x", "25:61:00", "99999999999999999999d", "9999999999d", "1:2:3:4", "1..2"])
    func whatIsNoSpanIsNone(_ text: String) {
        #expect(KQLLiteral.timespan(text: text) == nil)
    }

    @Test func guidsAreInLowerCaseWithHyphens() {
        #expect(
            KQLLiteral.guid(text: "{74BE27DE1E4E49D9B579FE0B331D3642}") == .guid("74be27de-1e4e-49d9-b579-fe0b331d3642")
        )
        #expect(KQLLiteral.guid(text: "74be27de") == nil)
    }

    @Test func dynamicValuesAreJSON() {
        let value = KQLDynamic.object([
            .init(name: "a\"b", value: .array([.null, .bool(true), .long(-1), .real(.nan), .string("\u{1}\n")]))
        ])
        #expect(value.json == #"{"a\"b":[null,true,-1,"NaN","\u0001\n"]}"#)
    }
}
