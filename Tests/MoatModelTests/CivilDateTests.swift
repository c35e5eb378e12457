import Foundation
import MoatModel
import Testing

@Suite struct CivilDateTests {
    @Test func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        // From 1600, where Foundation's calendar is the proleptic one too, to 2500.
        for days in stride(from: Int64(-135_140), to: 193_600, by: 1) where days % 7 == 0 || days % 365 < 3 {
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            let date = CivilDate(daysSince1970: days)
            #expect([date.year, date.month, date.day].map { Int($0) } == [parts.year, parts.month, parts.day])
            #expect(date.daysSince1970 == days)
        }
    }

    @Test func knowsLeapDaysAndTheYearZero() {
        #expect(CivilDate(daysSince1970: 0) == CivilDate(year: 1970, month: 1, day: 1))
        #expect(CivilDate(year: 2000, month: 2, day: 29).daysSince1970 == 11_016)
        #expect(CivilDate(year: 0, month: 1, day: 1).daysSince1970 == -719_528)
        #expect(CivilDate(daysSince1970: -719_529) == CivilDate(year: -1, month: 12, day: 31))
    }
}
