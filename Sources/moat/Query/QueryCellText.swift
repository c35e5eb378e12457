import Foundation
import MoatServer

/// Values of a result for people.
struct QueryCellText {
    var timeZone = TimeZone.current

    func text(_ cell: QueryCell, _ type: String) -> String {
        switch cell {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        // Without groups: it may be a port, or a number to be copied.
        case .integer(let value): "\(value)"
        case .real(let value): Self.real(value)
        case .text(let value): type == "datetime" ? time(value) : value
        }
    }

    /// `0.25`, `1,234.5`: at most six digits after the point, fewer for large numbers.
    static func real(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
        guard value.magnitude < 1e15, value == 0 || value.magnitude >= 1e-4 else { return "\(value)" }
        let digits = value.magnitude >= 1000 ? 1 : value.magnitude >= 10 ? 2 : value.magnitude >= 1 ? 3 : 6
        var text = String(format: "%.\(digits)f", value)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard value.magnitude >= 1000, let whole = parts.first.flatMap({ Int64($0) }) else { return text }
        return Humanized.count(whole) + (parts.count > 1 ? ".\(parts[1])" : "")
    }

    /// `2026-11-25 15:04:05.123` in the user's time zone; zero milliseconds are left out.
    private func time(_ text: String) -> String {
        guard let date = Self.date(text) else { return text }
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded()) % 1000
        let whole = Humanized.time(date, in: timeZone)
        return milliseconds == 0 ? whole : whole + String(format: ".%03d", abs(milliseconds))
    }

    /// Reads what the API writes: up to six digits of a second.
    static func date(_ text: String) -> Date? {
        guard text.hasSuffix("Z") else { return nil }
        let parts = text.dropLast().split(separator: ".", maxSplits: 1)
        guard let first = parts.first, let date = APICoding.time(first + "Z") else { return nil }
        guard parts.count > 1 else { return date }
        guard let fraction = Double("0." + parts[1]) else { return nil }
        return date.addingTimeInterval(fraction)
    }
}
