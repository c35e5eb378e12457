import Foundation
import Testing

@testable import MoatServer

@Suite struct QueryTimespanTests {
    /// 2026-11-25T12:00:00Z
    static let now = Date(timeIntervalSince1970: 1_795_608_000)

    private func text(_ range: ClosedRange<Date>?) -> String? {
        range.map { "\(APICoding.text($0.lowerBound)) \(APICoding.text($0.upperBound))" }
    }

    @Test(arguments: [
        ("PT12H", "2026-11-25T00:00:00.000Z 2026-11-25T12:00:00.000Z"),
        ("P1D", "2026-11-24T12:00:00.000Z 2026-11-25T12:00:00.000Z"),
        ("P1DT2H30M5.5S", "2026-11-24T09:29:54.500Z 2026-11-25T12:00:00.000Z"),
        // What azure-monitor-query makes of timedelta(hours=1).
        ("PT3600.0S", "2026-11-25T11:00:00.000Z 2026-11-25T12:00:00.000Z"),
        ("P1M", "2026-10-26T12:00:00.000Z 2026-11-25T12:00:00.000Z"),
        ("P2W", "2026-11-11T12:00:00.000Z 2026-11-25T12:00:00.000Z"),
        ("2024-01-01/2024-01-02", "2024-01-01T00:00:00.000Z 2024-01-02T00:00:00.000Z"),
        ("2026-11-24T08:00:00.25Z/PT1H", "2026-11-24T08:00:00.250Z 2026-11-24T09:00:00.250Z"),
        ("PT1H/2026-11-24T08:00Z", "2026-11-24T07:00:00.000Z 2026-11-24T08:00:00.000Z"),
        (
            "2026-11-24T08:00:00+01:00/2026-11-24T08:00:00-0130",
            "2026-11-24T07:00:00.000Z 2026-11-24T09:30:00.000Z"
        ),
    ])
    func reads(_ timespan: String, range: String) {
        #expect(text(QueryTimespan.range(timespan, now: Self.now)) == range)
    }

    @Test(arguments: [
        "", "P", "PT", "1H", "PT1", "P1H", "PT1D", "PT1M1H", "P1.5D", "PT.5S", "PT5.S", "-PT1H", "P99999999999Y",
        "2024-01-02/2024-01-01", "2024-01-01", "2024-01-01/", "/", "PT1H/PT1H", "2024-01-01/PT1H/PT1H",
        "2024-02-30/2024-03-01", "2024-13-01/P1D", "2024-01-01T25:00Z/P1D", "2024-01-01X/P1D", "0000-01-01/P1D",
    ])
    func refuses(_ timespan: String) {
        #expect(QueryTimespan.range(timespan, now: Self.now) == nil)
    }
}
