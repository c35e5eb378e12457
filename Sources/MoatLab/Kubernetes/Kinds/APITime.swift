import MoatModel

/// A moment as objects say it (RFC 3339): `2026-01-31T12:00:00Z`, or with a part of the second.
struct APITime: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z.
    var seconds: Int64
    /// 0 to 999,999.
    var microseconds: Int64

    init(seconds: Int64, microseconds: Int64 = 0) {
        self.seconds = seconds
        self.microseconds = microseconds
    }

    /// Nil where `text` is no moment of the years 1 to 9999. What is finer than a microsecond
    /// is dropped.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard let year = Self.number(&rest, digits: 4), year > 0, Self.skip("-", &rest),
            let month = Self.number(&rest, digits: 2), 1...12 ~= month, Self.skip("-", &rest),
            let day = Self.number(&rest, digits: 2), 1...31 ~= day, Self.skip("Tt", &rest),
            let hour = Self.number(&rest, digits: 2), hour < 24, Self.skip(":", &rest),
            let minute = Self.number(&rest, digits: 2), minute < 60, Self.skip(":", &rest),
            let second = Self.number(&rest, digits: 2), second < 60
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let date = CivilDate(daysSince1970: days)
        guard date.day == day else { return nil }
        microseconds = 0
        if Self.skip(".", &rest) {
            let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            for place in 0..<6 {
                let digit = place < digits.count ? digits[digits.startIndex + place] - UInt8(ascii: "0") : 0
                microseconds = microseconds * 10 + Int64(digit)
            }
        }
        guard let offset = Self.offset(&rest), rest.isEmpty else { return nil }
        seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    }

    static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.seconds, lhs.microseconds) < (rhs.seconds, rhs.microseconds)
    }

    /// Without the part of the second, as in `creationTimestamp`.
    var inSeconds: String {
        let (days, second) = CivilDate.floorDivide(seconds, by: 86_400)
        let date = CivilDate(daysSince1970: days)
        return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))T"
            + "\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2)):\(Self.padded(second % 60, 2))Z"
    }

    /// With six digits for the part of the second, as in `renewTime`.
    var inMicroseconds: String {
        "\(inSeconds.dropLast()).\(Self.padded(microseconds, 6))Z"
    }

    private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        if skip("Zz", &rest) { return 0 }
        let sign: Int64 = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard skip("+-", &rest), let hours = number(&rest, digits: 2), hours < 24, skip(":", &rest),
            let minutes = number(&rest, digits: 2), minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let byte = rest.popFirst(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Takes one byte if it is one of `bytes`.
    private static func skip(_ bytes: StaticString, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, "\(bytes)".utf8.contains(first) else { return false }
        rest.removeFirst()
        return true
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
