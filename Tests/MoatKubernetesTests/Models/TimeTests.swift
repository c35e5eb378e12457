import Foundation
import MoatKubernetes
import Testing

struct TimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2024-02-29T23:59:59Z", 1_709_251_199_000_000),
        ("2024-02-29T23:59:59.5Z", 1_709_251_199_500_000), ("2024-02-29T23:59:59.1234567Z", 1_709_251_199_123_456),
        ("2024-03-01T01:29:59+01:30", 1_709_251_199_000_000), ("1969-12-31t23:59:58.5-00:00", -1_500_000),
    ])
    func readsTimes(text: String, microseconds: Int64) {
        #expect(MicroTime(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2024", "2024-13-01T00:00:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z",
        "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Zjunk", "+024-01-01T00:00:00Z", "2024-01-01T00:00:00+1:00",
        String(repeating: "2", count: 10_000),
    ])
    func refusesOtherText(text: String) {
        #expect(MicroTime(text) == nil)
        #expect(Time(text) == nil)
    }

    @Test func writesWhatTheAPIWrites() {
        let date = Date(timeIntervalSince1970: 1_709_251_199.25)
        #expect(Time(date).description == "2024-02-29T23:59:59Z")
        #expect(MicroTime(date).description == "2024-02-29T23:59:59.250000Z")
        #expect(Time("1969-12-31T23:59:58.5Z")?.description == "1969-12-31T23:59:58Z")
    }

    @Test(arguments: [Date.distantPast, .distantFuture, Date(timeIntervalSince1970: .infinity)])
    func holdsEveryDate(date: Date) {
        #expect(MicroTime(MicroTime(date).description) == MicroTime(date))
    }
}
