import Testing

@testable import MoatServer

@Suite struct QueryValueTextTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (1_795_608_000_123_400, "2026-11-25T12:00:00.1234Z"), (951_782_400_000_000, "2000-02-29T00:00:00Z"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"), (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)])
    func writesTimes(microseconds: Int64, text: String) {
        #expect(QueryValueText.datetime(microseconds: microseconds) == text)
    }

    @Test(
        arguments: [
            (0, "00:00:00"), (3_000_000_000, "00:05:00"), (-10_000_000, "-00:00:01"), (1, "00:00:00.0000001"),
            (9_378_050_000_000, "10.20:30:05"), (.min, "-10675199.02:48:05.4775808"),
            (.max, "10675199.02:48:05.4775807"),
        ] as [(Int64, String)])
    func writesTimespans(ticks: Int64, text: String) {
        #expect(QueryValueText.timespan(ticks: ticks) == text)
    }
}
