import FoundationEssentials
import MoatModel

/// The times of the API as text: RFC 3339, section 5.6.
enum RFC3339 {
    /// Microseconds since 1970; nil where the text is not such a time. What is finer is cut off.
    static func microseconds(_ text: String) -> Int64? {
        var digits = DigitReader(text.utf8.prefix(64))
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), digits.skip("T") || digits.skip("t"), let hour = digits.number(2),
            digits.skip(":"), let minute = digits.number(2), digits.skip(":"), let second = digits.number(2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if digits.skip(".") {
            guard let value = digits.fraction() else { return nil }
            fraction = value
        }
        guard let offset = digits.offset(), digits.isAtEnd else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        return seconds * 1_000_000 + fraction
    }

    /// Of a text in what is decoded.
    static func microseconds(from decoder: any Decoder) throws -> Int64 {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let microseconds = microseconds(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text.prefix(64))' is not a time of RFC 3339")
        }
        return microseconds
    }

    /// Microseconds since 1970, of years that four digits can name.
    static func microseconds(_ date: Date) -> Int64 {
        let earliest = CivilDate(year: 1, month: 1, day: 1).daysSince1970 * 86_400
        let latest = CivilDate(year: 10_000, month: 1, day: 1).daysSince1970 * 86_400 - 1
        let seconds = min(max(date.timeIntervalSince1970, Double(earliest)), Double(latest))
        return seconds.isFinite ? Int64((seconds * 1_000_000).rounded(.down)) : 0
    }

    /// With six digits after the point, or with none.
    static func text(microseconds: Int64, withFraction: Bool) -> String {
        let (seconds, fraction) = CivilDate.floorDivide(microseconds, by: 1_000_000)
        let (days, second) = CivilDate.floorDivide(seconds, by: 86_400)
        let date = CivilDate(daysSince1970: days)
        func padded(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(time)"
            + (withFraction ? ".\(padded(fraction, 6))Z" : "Z")
    }
}

extension DigitReader {
    /// As microseconds.
    fileprivate mutating func fraction() -> Int64? {
        guard var value = digit() else { return nil }
        var width = 1
        while let next = digit() {
            guard width < 6 else { continue }
            value = value * 10 + next
            width += 1
        }
        while width < 6 {
            value *= 10
            width += 1
        }
        return value
    }

    /// In seconds.
    fileprivate mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 3600 + minutes * 60)
    }
}
