import Foundation

/// Numbers as people read them. JSON and YAML never use these.
enum Humanized {
    /// `4,120`
    static func count(_ value: some BinaryInteger) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (offset, digit) in digits.enumerated() {
            if offset > 0, (digits.count - offset) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return value < 0 ? "-" + grouped : grouped
    }

    /// `1 rule`, `2 rules`
    static func count(_ value: Int, _ noun: String) -> String {
        "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// `812 B`, `1.2 kB`, `34 MB`: decimal units, two significant digits below ten.
    static func bytes(_ value: UInt64) -> String {
        guard value >= 1000 else { return "\(value) B" }
        var number = Double(value)
        for unit in ["kB", "MB", "GB", "TB"] {
            number /= 1000
            if number < 9.95 { return String(format: "%.1f ", number) + unit }
            if number < 999.5 { return String(format: "%.0f ", number) + unit }
        }
        return String(format: "%.0f PB", number / 1000)
    }

    /// `250 ms`, `41 s`, `5 min`, `3 h 20 min`, `2 d 4 h`: two units at most.
    static func duration(seconds: Double) -> String {
        guard seconds >= 1 else { return seconds <= 0 ? "0 s" : "\(max(Int((seconds * 1000).rounded()), 1)) ms" }
        let whole = seconds >= 1e15 ? Int(1e15) : Int(seconds)
        let (days, hours, minutes) = (whole / 86400, whole / 3600 % 24, whole / 60 % 60)
        func pair(_ major: Int, _ majorUnit: String, _ minor: Int, _ minorUnit: String) -> String {
            minor == 0 ? "\(major) \(majorUnit)" : "\(major) \(majorUnit) \(minor) \(minorUnit)"
        }
        if days > 0 { return pair(days, "d", hours, "h") }
        if hours > 0 { return pair(hours, "h", minutes, "min") }
        if minutes > 0 { return pair(minutes, "min", minutes < 10 ? whole % 60 : 0, "s") }
        return "\(whole) s"
    }

    /// `now`, `2 s`, `5 min`: how long ago.
    static func ago(_ date: Date, now: Date) -> String {
        let seconds = now.timeIntervalSince(date)
        return seconds < 1 ? "now" : duration(seconds: seconds)
    }

    /// Milliseconds with as many digits as tell something: `6 ms`, `0.4 ms`.
    static func milliseconds(_ value: Double) -> String {
        value < 1 ? String(format: "%.1f ms", value) : "\(count(Int(value.rounded()))) ms"
    }

    /// `2026-11-23 12:03:11`, in the time zone of the user.
    static func time(_ date: Date, in zone: TimeZone = .current) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        return String(
            format: "%04d-%02d-%02d %02d:%02d:%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0,
            parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
    }
}
