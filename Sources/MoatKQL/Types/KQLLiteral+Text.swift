extension KQLLiteral {
    /// The value of `datetime(text)` in the ISO 8601 formats of Kusto (`2015-12-31`,
    /// `2015-12-31 23:59:59.9`, `2014-05-25T08:20:03.123456Z`, with an offset); nil where the text
    /// is none of them. Digits beyond the microsecond are left out.
    public static func datetime(text: String) -> KQLLiteral? {
        var scanner = TextScanner(text)
        guard let year = scanner.number(digits: 4...4), let separator = scanner.any(of: "-./"),
            let month = scanner.number(digits: 1...2), scanner.take(separator),
            let day = scanner.number(digits: 1...2)
        else { return nil }
        var time = (hour: 0, minute: 0, second: 0, microsecond: 0)
        var offset: Int64 = 0
        if scanner.any(of: "T t") != nil {
            guard let hour = scanner.number(digits: 1...2) else { return nil }
            time.hour = hour
            if scanner.take(":") {
                guard let minute = scanner.number(digits: 1...2) else { return nil }
                time.minute = minute
            }
            if scanner.take(":") {
                guard let second = scanner.number(digits: 1...2) else { return nil }
                time.second = second
                if scanner.take("."), let fraction = scanner.fraction(digits: 6) { time.microsecond = fraction }
            }
            scanner.skipSpaces()
            guard let minutes = zone(&scanner) else { return nil }
            offset = Int64(minutes) * 60_000_000
        }
        guard scanner.isAtEnd,
            let value = CivilTime.microseconds(
                year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second,
                microsecond: time.microsecond)
        else { return nil }
        return .datetime(value - offset)
    }

    /// Minutes east of UTC.
    private static func zone(_ scanner: inout TextScanner) -> Int? {
        if scanner.isAtEnd || scanner.any(of: "Zz") != nil { return 0 }
        guard let sign = scanner.any(of: "+-"), let hours = scanner.number(digits: 2...2) else { return nil }
        _ = scanner.take(":")
        let minutes = scanner.number(digits: 2...2) ?? 0
        guard hours <= 14, minutes < 60 else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
    }

    /// The value of `timespan(text)`: `2` (days), `1.5h`, `15 seconds`, `0.12:34:56.7`; nil where
    /// the text is none of them or the value is too large.
    public static func timespan(text: String) -> KQLLiteral? {
        var scanner = TextScanner(text)
        let isNegative = scanner.take("-")
        guard let whole = scanner.number(digits: 1...10) else { return nil }
        if scanner.isAtEnd { return ticks(Double(whole) * 864e9, isNegative) }
        var days = 0
        var hours = whole
        var fraction = 0.0
        if scanner.take(".") {
            let start = scanner
            guard let digits = scanner.digits() else { return nil }
            fraction = Double("0." + digits) ?? 0
            if scanner.peek == ":" {
                scanner = start
                days = whole
                guard let number = scanner.number(digits: 1...2) else { return nil }
                hours = number
            }
        }
        guard scanner.peek == ":" else {
            scanner.skipSpaces()
            guard let unit = TimeUnit(name: scanner.rest) else { return nil }
            return ticks((Double(whole) + fraction) * Double(unit.ticks), isNegative)
        }
        _ = scanner.take(":")
        guard hours < 24, let minutes = scanner.number(digits: 1...2), minutes < 60 else { return nil }
        var seconds = 0
        var rest = 0
        if scanner.take(":") {
            guard let number = scanner.number(digits: 1...2), number < 60 else { return nil }
            seconds = number
            if scanner.take("."), let digits = scanner.fraction(digits: 7) { rest = digits }
        }
        guard scanner.isAtEnd, days <= 10_675_199 else { return nil }
        let total = (Int64(days) * 86400 + Int64(hours * 3600 + minutes * 60 + seconds)) * 10_000_000
        let sum = total.addingReportingOverflow(Int64(rest))
        return sum.overflow ? nil : .timespan(isNegative ? -sum.partialValue : sum.partialValue)
    }

    private static func ticks(_ value: Double, _ isNegative: Bool) -> KQLLiteral? {
        Int64(exactly: (isNegative ? -value : value).rounded()).map(Self.timespan)
    }

    /// The value of `guid(text)`; nil where it is not 32 hexadecimal digits, with or without
    /// hyphens and braces.
    public static func guid(text: String) -> KQLLiteral? {
        let digits = text.lowercased().filter { !"-{}()".contains($0) }
        guard digits.count == 32, digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit) else { return nil }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { result.append("-") }
            result.append(digit)
        }
        return .guid(result)
    }
}
