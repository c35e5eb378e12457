/// The units of timespan literals, after grammar/KqlTokens.g4 of microsoft/Kusto-Query-Language.
enum TimespanUnit {
    /// The hundredths of a tick (that is, nanoseconds) in a unit; nil for what is no unit.
    static func ticksNumerator(_ unit: String) -> Int64? {
        switch unit {
        case "d", "day", "days": 86_400_000_000_000
        case "h", "hr", "hrs", "hour", "hours": 3_600_000_000_000
        case "m", "min", "minute", "minutes": 60_000_000_000
        case "s", "sec", "second", "seconds": 1_000_000_000
        case "ms", "milli", "millis", "millisec", "millisecond", "milliseconds": 1_000_000
        case "micro", "micros", "microsec", "microsecond", "microseconds": 1_000
        case "nano", "nanos", "nanosec", "nanosecond", "nanoseconds": 1
        case "tick", "ticks": 100
        default: nil
        }
    }

    /// The ticks of 100 ns in `text`, a number with a unit; what is less than a tick is cut off.
    /// Nil where a timespan cannot hold them.
    static func ticks(_ text: String) -> Int64? {
        let number = text.prefix { $0.isNumber || $0 == "." }
        guard let unit = ticksNumerator(String(text.dropFirst(number.count))) else { return nil }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
        var (nanoseconds, overflow) = Int128(whole).multipliedReportingOverflow(by: Int128(unit))
        if parts.count > 1 {
            // More digits than these are far below a tick.
            let digits = parts[1].prefix(18)
            let scale = digits.reduce(Int128(1)) { scale, _ in scale * 10 }
            nanoseconds += Int128(Int64(digits) ?? 0) * Int128(unit) / scale
        }
        overflow = overflow || nanoseconds / 100 > Int128(Int64.max)
        return overflow ? nil : Int64(nanoseconds / 100)
    }
}
