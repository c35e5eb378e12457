import MoatModel

/// Reads points in time as feeds write them.
enum Timestamp {
    /// Seconds since 1970 of `2026-03-04T05:06:07Z` and its kin (RFC 3339), of
    /// `2026-03-04 05:06:07` (in UTC), or of a number of seconds. Nil where the text is none of
    /// them, or a day that no month has. Fractions of a second are dropped.
    static func read(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        if !bytes.isEmpty, bytes.count <= 12, bytes.allSatisfy(\.isDigit) {
            // Not beyond the year 9999: those are milliseconds.
            return Int64(text).flatMap { $0 <= 253_402_300_799 ? $0 : nil }
        }
        return dateTime(bytes)
    }

    /// The time as entries have it: nil where it lies beyond what they can say, in 2106, and so
    /// is none for them; a time before 1970 is 0.
    static func expiry(_ seconds: Int64) -> UInt32? {
        seconds < 0 ? 0 : UInt32(exactly: seconds)
    }

    private static func dateTime(_ bytes: [UInt8]) -> Int64? {
        guard bytes.count >= 19, bytes.count <= 40,
            let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2),
            let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), (1...12).contains(month), day >= 1, day <= days(month, year),
            hour <= 23, minute <= 59, second <= 60
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix(while: \.isDigit)
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
        }
        let offset: Int64
        switch bytes[10] {
        case UInt8(ascii: "T"), UInt8(ascii: "t"):
            guard let given = zone(Array(rest)) else { return nil }
            offset = given
        case UInt8(ascii: " "):
            guard let given = rest.isEmpty || rest.elementsEqual(" UTC".utf8) ? 0 : zone(Array(rest)) else {
                return nil
            }
            offset = given
        default: return nil
        }
        let date = CivilDate(year: year, month: month, day: day)
        return date.daysSince1970 * 86400 + hour * 3600 + minute * 60 + second - offset
    }

    /// The seconds that `Z`, `+01:00` or `-05:30` lies before UTC.
    private static func zone(_ bytes: [UInt8]) -> Int64? {
        if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes, 1, 2),
            let minutes = number(bytes, 4, 2), hours <= 23, minutes <= 59
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64? {
        let digits = bytes[start..<start + count]
        guard digits.allSatisfy(\.isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 & 15) }
    }

    private static func days(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
