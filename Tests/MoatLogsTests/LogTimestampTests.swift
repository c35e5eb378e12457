import Foundation
import Testing

@testable import MoatLogs

struct LogTimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"),
        (951_782_400_000_001_000, "2000-02-29T00:00:00.000001Z"),
        (1_795_467_876_123_456_789, "2026-11-23T21:04:36.123456Z"),
        (-1_000, "1969-12-31T23:59:59.999999Z"),
        (4_107_542_399_999_999_000, "2100-02-28T23:59:59.999999Z"),
    ])
    func writesRFC3339(nanoseconds: Int64, text: String) {
        #expect(LogTimestamp(nanoseconds: nanoseconds).description == text)
    }

    @Test func readsWhatItWrites() throws {
        for _ in 0..<5_000 {
            let time = LogTimestamp(nanoseconds: .random(in: 0..<4_000_000_000_000_000) * 1000)
            #expect(LogTimestamp(text: Array(time.description.utf8)) == time)
        }
    }

    @Test func agreesWithFoundation() {
        let formatter = ISO8601DateFormatter()
        for _ in 0..<500 {
            let seconds = Int64.random(in: 0..<4_000_000_000)
            let date = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            let time = LogTimestamp(nanoseconds: seconds * 1_000_000_000).description
            #expect(time.replacingOccurrences(of: ".000000Z", with: "Z") == date)
        }
    }

    @Test(arguments: ["", "2026-11-23", "2026-13-23T21:04:36.123456Z", "2026-11-23T21:04:36.12345xZ"])
    func refusesAnythingElse(text: String) {
        #expect(LogTimestamp(text: Array(text.utf8)) == nil)
    }
}
