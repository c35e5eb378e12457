public import Foundation
import MoatModel

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
    var microseconds: Int64 { CivilDate.floorDivide(nanoseconds, by: 1000).0 }

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
        let (seconds, rest) = CivilDate.floorDivide(nanoseconds, by: 1_000_000_000)
        let (days, secondOfDay) = CivilDate.floorDivide(seconds, by: 86_400)
        let date = CivilDate(daysSince1970: days)
        bytes.appendDigits(date.year, width: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(date.month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.appendDigits(date.day, width: 2)
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
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        self.nanoseconds = (seconds * 1_000_000 + microsecond) * 1000
    }
}

extension LogTimestamp: CustomStringConvertible {
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
