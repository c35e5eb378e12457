import Foundation
import MoatModel

/// Reads the time range of a request as Azure Monitor takes it (ISO 8601): a duration that
/// ends now (`PT12H`), or two ends of which one may be a duration
/// (`2026-11-24/2026-11-25`, `2026-11-24T08:00:00Z/PT1H`, `P1D/2026-11-25`).
enum QueryTimespan {
    /// Nil for a text that is none of these, or whose end is before its start.
    static func range(_ text: String, now: Date) -> ClosedRange<Date>? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        switch parts.count {
        case 1:
            guard let seconds = duration(parts[0]) else { return nil }
            return now.addingTimeInterval(-seconds)...now
        case 2:
            return range(from: parts[0], to: parts[1])
        default:
            return nil
        }
    }

    private static func range(from first: Substring, to second: Substring) -> ClosedRange<Date>? {
        let start: Date
        let end: Date
        switch (date(first), duration(first), date(second), duration(second)) {
        case (let from?, _, let to?, _): (start, end) = (from, to)
        case (let from?, _, nil, let length?): (start, end) = (from, from.addingTimeInterval(length))
        case (nil, let length?, let to?, _): (start, end) = (to.addingTimeInterval(-length), to)
        default: return nil
        }
        return start <= end ? start...end : nil
    }

    /// `P1DT2H30M5.5S`, in seconds. A year counts 365 days and a month 30, as .NET counts
    /// them in a TimeSpan, which is what Azure makes of the text.
    static func duration(_ text: Substring) -> Double? {
        guard text.first == "P", text.count <= 64 else { return nil }
        var rest = text.dropFirst()
        var units: [(letter: Character, seconds: Double)] = [
            ("Y", 365 * 86_400), ("M", 30 * 86_400), ("W", 7 * 86_400), ("D", 86_400),
        ]
        var isTime = false
        var total = 0.0
        var count = 0
        while !rest.isEmpty {
            if rest.first == "T", !isTime {
                isTime = true
                units = [("H", 3600), ("M", 60), ("S", 1)]
                rest = rest.dropFirst()
                guard !rest.isEmpty else { return nil }
            }
            let digits = rest.prefix { ($0.isASCII && $0.isNumber) || $0 == "." }
            rest = rest[digits.endIndex...]
            guard let letter = rest.first, let index = units.firstIndex(where: { $0.letter == letter }),
                digits.first?.isNumber == true, digits.last?.isNumber == true,
                !digits.contains(".") || letter == "S", digits.count <= 20, let number = Double(digits)
            else { return nil }
            total += number * units[index].seconds
            units.removeFirst(index + 1)
            rest = rest.dropFirst()
            count += 1
        }
        // Ten thousand years; beyond that a date cannot be told any more.
        return count > 0 && total <= 315_576_000_000 ? total : nil
    }

    /// A date, or a date and time in UTC or with an offset: `2026-11-24`,
    /// `2026-11-24T08:00:00.123456Z`, `2026-11-24T08:00+01:00`.
    static func date(_ text: Substring) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes.count <= 40 else { return nil }
        var reader = DigitReader(bytes)
        var parts = tm()
        guard let year = reader.number(4), year >= 1, reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        parts.tm_year = Int32(year - 1900)
        parts.tm_mon = Int32(month - 1)
        parts.tm_mday = Int32(day)
        var fraction = 0.0
        var offset: Int64 = 0
        if !reader.isAtEnd {
            guard reader.skip("T") || reader.skip(" "), let hour = reader.number(2), hour < 24, reader.skip(":"),
                let minute = reader.number(2), minute < 60
            else { return nil }
            parts.tm_hour = Int32(hour)
            parts.tm_min = Int32(minute)
            if reader.skip(":") {
                guard let second = reader.number(2), second < 60 else { return nil }
                parts.tm_sec = Int32(second)
                if reader.skip(".") {
                    guard let part = reader.fraction() else { return nil }
                    fraction = part
                }
            }
            guard let zone = reader.zone() else { return nil }
            offset = zone
        }
        let seconds = timegm(&parts)
        // timegm makes 1 December of 31 November.
        guard reader.isAtEnd, parts.tm_mday == Int32(day) else { return nil }
        return Date(timeIntervalSince1970: Double(Int64(seconds) - offset) + fraction)
    }
}

extension DigitReader {
    fileprivate mutating func fraction() -> Double? {
        guard var value = digit().map({ Double($0) / 10 }) else { return nil }
        var weight = 0.01
        while let digit = digit() {
            value += Double(digit) * weight
            weight /= 10
        }
        return value
    }

    /// Seconds east of Greenwich; none given means UTC.
    fileprivate mutating func zone() -> Int64? {
        if isAtEnd || skip("Z") { return 0 }
        let sign: Int64 = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
