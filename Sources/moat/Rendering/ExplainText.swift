import Foundation
import MoatAnalysis
import MoatServer

/// An explanation for people, with the version that it is of and the verdict in colour.
struct ExplainText {
    let report: ExplainReport
    var style: Style = .plain
    var timeZone = TimeZone.current
    var now = Date()

    var text: String {
        var explanation = report.explanation
        let since = Humanized.time(report.since, in: timeZone)
        if let oldest = explanation.threatIntel.oldestFetch, explanation.threatIntel.action == nil {
            let age = Humanized.duration(seconds: max(0, now.timeIntervalSince1970 - oldest))
            let feeds = explanation.threatIntel.feeds == 1 ? "1 feed" : "\(explanation.threatIntel.feeds) feeds"
            explanation.threatIntel.text = "no match (\(feeds), oldest \(age))"
        }
        explanation.version = "version \(report.version), in force since \(since)"
        let text = explanation.text.trimmingCharacters(in: .newlines)
        let verdict = text.prefix { !$0.isWhitespace }
        return style(String(verdict), explanation.isAllowed ? .green : .red) + text.dropFirst(verdict.count)
    }
}
