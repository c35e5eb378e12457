/// A moment as a date and a time of day in UTC (Gregorian calendar, also before 1582).
struct CivilTime: Hashable, Sendable {
    static let microsecondsPerDay: Int64 = 86_400_000_000
    /// 0001-01-01, the least `datetime` of Kusto, in microseconds since 1970.
    static let least: Int64 = -62_135_596_800_000_000
    /// 9999-12-31 23:59:59.999999, the greatest.
    static let greatest: Int64 = 253_402_300_799_999_999

    var year: Int
    var month: Int
    var day: Int
    /// Microseconds since midnight.
    var timeOfDay: Int64

    /// Moments outside Kusto's range count as its ends.
    init(microseconds: Int64) {
        let value = min(max(microseconds, Self.least), Self.greatest)
        var days = value / Self.microsecondsPerDay
        timeOfDay = value % Self.microsecondsPerDay
        if timeOfDay < 0 {
            timeOfDay += Self.microsecondsPerDay
            days -= 1
        }
        // Years begin in March here, so that the leap day is the last of its year.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5) + 1
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Nil where there is no such day or time, or where it is outside Kusto's range.
    static func microseconds(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
    ) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= days(in: month, of: year),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999_999).contains(microsecond)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86400 + hour * 3600 + minute * 60 + second
        return Int64(seconds) * 1_000_000 + Int64(microsecond)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `2026-11-25 10:00:00.000001`
    var sqlText: String {
        let seconds = timeOfDay / 1_000_000
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2)) \(padded(Int(seconds / 3600), 2)):"
            + "\(padded(Int(seconds / 60 % 60), 2)):\(padded(Int(seconds % 60), 2))"
            + ".\(padded(Int(timeOfDay % 1_000_000), 6))"
    }

    /// `2026-11-25T10:00:00.0000010Z`, as `tostring()` writes it.
    var kustoText: String {
        let text = sqlText
        return text.prefix(10) + "T" + text.dropFirst(11) + "0Z"
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
