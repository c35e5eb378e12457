/// Values as Azure Monitor writes them.
enum QueryValueText {
    /// `2026-11-25T15:04:05.123456Z`; zeros at the end of the fraction are left out, and an
    /// empty fraction with its point.
    static func datetime(microseconds: Int64) -> String {
        let (days, inDay) = floorDivide(microseconds, by: 86_400_000_000)
        // Years begin in March here, so that the leap day comes last.
        let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let seconds = inDay / 1_000_000
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T" + clock(seconds)
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

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let remainder = value % divisor
        return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
    }
}
