/// The units of Kusto's time spans.
enum TimeUnit: Hashable {
    case day, hour, minute, second, millisecond, microsecond, tick

    init?(name: String) {
        switch name.lowercased() {
        case "d", "day", "days": self = .day
        case "h", "hr", "hrs", "hour", "hours": self = .hour
        case "m", "min", "minute", "minutes": self = .minute
        case "s", "sec", "second", "seconds": self = .second
        case "ms", "milli", "millis", "millisec", "millisecond", "milliseconds": self = .millisecond
        case "micro", "micros", "microsec", "microsecond", "microseconds": self = .microsecond
        case "tick", "ticks": self = .tick
        default: return nil
        }
    }

    /// Of 100 ns.
    var ticks: Int64 {
        switch self {
        case .day: 864_000_000_000
        case .hour: 36_000_000_000
        case .minute: 600_000_000
        case .second: 10_000_000
        case .millisecond: 10_000
        case .microsecond: 10
        case .tick: 1
        }
    }
}
