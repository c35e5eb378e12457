import MoatModel

/// Values as Azure Monitor writes them.
enum QueryValueText {
    /// `2026-11-25T15:04:05.123456Z`; zeros at the end of the fraction are left out, and an
    /// empty fraction with its point.
    static func datetime(microseconds: Int64) -> String {
        let (days, inDay) = CivilDate.floorDivide(microseconds, by: 86_400_000_000)
        let date = CivilDate(daysSince1970: days)
        let seconds = inDay / 1_000_000
        return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T" + clock(seconds)
            + fraction(inDay % 1_000_000, digits: 6) + "Z"
    }

    /// `00:05:00`, `1.02:03:04.5`, `-00:00:01`, of ticks of 100 ns, as .NET writes a TimeSpan.
    static func timespan(ticks: Int64) -> String {
        let magnitude = ticks.magnitude
        let seconds = Int64(magnitude / 10_000_000)
        let days = seconds / 86_400
        return (ticks < 0 ? "-" : "") + (days > 0 ? "\(days)." : "") + clock(seconds % 86_400)
            + fraction(Int64(magnitude % 10_000_000), digits: 7)
    }

    private static func clock(_ seconds: Int64) -> String {
        padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2)
    }

    private static func fraction(_ value: Int64, digits: Int) -> String {
        guard value != 0 else { return "" }
        var text = padded(value, digits)
        while text.last == "0" { text.removeLast() }
        return "." + text
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
