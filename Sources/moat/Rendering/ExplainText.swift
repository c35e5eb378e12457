import Foundation
import MoatAnalysis
import MoatServer

/// An explanation for people, with the version that it is of and the verdict in colour.
struct ExplainText {
    let report: ExplainReport
    var style: Style = .plain
    var timeZone = TimeZone.current

    var text: String {
        var explanation = report.explanation
        let since = Humanized.time(report.since, in: timeZone)
        explanation.version = "version \(report.version), in force since \(since)"
        let text = explanation.text.trimmingCharacters(in: .newlines)
        let verdict = text.prefix { !$0.isWhitespace }
        return style(String(verdict), explanation.isAllowed ? .green : .red) + text.dropFirst(verdict.count)
    }
}
