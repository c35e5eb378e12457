import Foundation
import Testing

@testable import moat

@Suite struct HumanizedTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-4120, "-4,120")])
    func counts(value: Int, text: String) {
        #expect(Humanized.count(value) == text)
    }

    @Test(
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1234, "1.2 kB"), (9949, "9.9 kB"), (9950, "10 kB"),
            (999_499, "999 kB"), (999_500, "1.0 MB"), (34_000_000, "34 MB"), (UInt64.max, "18447 PB"),
        ] as [(UInt64, String)])
    func bytes(value: UInt64, text: String) {
        #expect(Humanized.bytes(value) == text)
    }

    @Test(arguments: [
        (0, "0 s"), (0.0001, "1 ms"), (0.25, "250 ms"), (1.9, "1 s"), (59, "59 s"), (60, "1 min"), (65, "1 min 5 s"),
        (605, "10 min"), (3600, "1 h"), (12_000, "3 h 20 min"), (187_200, "2 d 4 h"), (-3, "0 s"),
    ])
    func durations(seconds: Double, text: String) {
        #expect(Humanized.duration(seconds: seconds) == text)
    }

    @Test func ago() {
        let now = Date()
        #expect(Humanized.ago(now, now: now) == "now")
        #expect(Humanized.ago(now.addingTimeInterval(5), now: now) == "now")
        #expect(Humanized.ago(now.addingTimeInterval(-41), now: now) == "41 s")
    }
}
