public import Foundation

/// A moment in nanoseconds since 1970, written as the log tables write it:
/// `2026-11-23T21:04:36.123456Z` (RFC 3339, UTC, microseconds).
public struct LogTimestamp: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    public init(_ date: Date) {
        self.nanoseconds = Int64(date.timeIntervalSince1970 * 1_000_000) * 1000
    }

    /// Saturates beyond the years that nanoseconds reach, 1678 to 2262.
    init(microseconds: Int64) {
        let (product, isOverflow) = microseconds.multipliedReportingOverflow(by: 1000)
        nanoseconds = isOverflow ? (microseconds < 0 ? .min : .max) : product
    }

    /// Whole microseconds, rounded down.
    var microseconds: Int64 { Self.floorDivide(nanoseconds, by: 1000).0 }

    /// The real-time clock.
    public static func now() -> LogTimestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return LogTimestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public var date: Date {
        Date(timeIntervalSince1970: Double(nanoseconds) / 1e9)
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.nanoseconds < rhs.nanoseconds
    }

    /// The length of the written form in bytes; always the same for the years 0 to 9999.
    static let textLength = 27

    /// Appends the written form. By hand, since a record is written for every new flow and
    /// a formatter costs more than all else in it.
    func write(to bytes: inout [UInt8]) {
        let (seconds, rest) = Self.floorDivide(nanoseconds, by: 1_000_000_000)
        let (days, secondOfDay) = Self.floorDivide(seconds, by: 86_400)
        let (year, month, day) = Self.civilDate(fromDays: days)
        bytes.appendDigits(year, width: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(day, width: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.appendDigits(secondOfDay / 3600, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.appendDigits(secondOfDay / 60 % 60, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.appendDigits(secondOfDay % 60, width: 2)
        bytes.append(UInt8(ascii: "."))
        bytes.appendDigits(rest / 1000, width: 6)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Reads the written form; nil where it is anything else.
    init?(text: some Collection<UInt8>) {
        guard text.count == Self.textLength else { return nil }
        let bytes = Array(text)
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), (1...12).contains(month), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let microsecond = number(20..<26), bytes[26] == UInt8(ascii: "Z")
        else { return nil }
        let seconds = Self.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second
        self.nanoseconds = (seconds * 1_000_000 + microsecond) * 1000
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let remainder = value % divisor
        return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
    }

    /// Proleptic Gregorian date of a day number since 1970-01-01. Years begin in March here,
    /// so that the leap day comes last and months follow a linear rule.
    private static func civilDate(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension LogTimestamp: CustomStringConvertible {
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
