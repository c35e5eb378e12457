import MoatServer

/// What the feeds say of one indicator, the consequence first.
struct ThreatTestText {
    let report: ThreatTestReport
    var style: Style = .plain

    var text: String {
        var lines = [headline]
        lines += report.listedBy.map { "  \($0.feed): \($0.description)" }
        return lines.joined(separator: "\n")
    }

    private var headline: String {
        switch report.action {
        case "Deny": "\(style("DENY", .red))   \(report.indicator) is listed and refused before every rule"
        case .some: "\(style("ALERT", .yellow))  \(report.indicator) is listed: recorded, and the rules decide"
        case nil where report.listedBy.isEmpty: "\(style("NONE", .green))   \(report.indicator) is not listed"
        case nil:
            "\(style("NONE", .green))   \(report.indicator) is listed, but nothing happens to it: \(report.note ?? "")"
        }
    }
}
