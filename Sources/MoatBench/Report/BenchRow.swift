/// One figure of a benchmark: ours, what it is held against, and the bar.
struct BenchRow: Codable, Sendable {
    var area: String
    var name: String
    var ours: Double
    /// The real alternative, measured in the same run; nil where the bar is absolute.
    var baseline: Double?
    var unit: String
    /// Ours by baseline, or ours by the bar where there is no baseline.
    var ratio: Double?
    /// What `ratio` (or `ours`, where there is no ratio) must keep, in words such as `>= 0.90`.
    var bar: String
    var ok: Bool
}

/// What a figure must keep.
enum BenchBar {
    case atLeast(Double)
    case atMost(Double)
    /// Shown beside the others; nothing is asked of it.
    case none

    func isMet(by value: Double) -> Bool {
        switch self {
        case .atLeast(let bound): value >= bound
        case .atMost(let bound): value <= bound
        case .none: true
        }
    }

    var text: String {
        switch self {
        case .atLeast(let bound): ">= \(bound)"
        case .atMost(let bound): "<= \(bound)"
        case .none: ""
        }
    }
}

extension BenchRow {
    /// A figure with a bar of its own.
    static func absolute(_ area: String, _ name: String, _ value: Double, unit: String, bar: BenchBar) -> BenchRow {
        BenchRow(
            area: area, name: name, ours: value, baseline: nil, unit: unit, ratio: nil, bar: bar.text,
            ok: bar.isMet(by: value))
    }
}

extension [Double] {
    /// The middle value (of an even number, the lower of the two); 0 of none.
    var median: Double {
        isEmpty ? 0 : sorted()[(count - 1) / 2]
    }

    /// The value that a fraction of the values does not exceed.
    func percentile(_ fraction: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int((Double(count) * fraction).rounded(.up)))]
    }
}
