import Foundation
import MoatAnalysis
import MoatServer

/// An explanation for people: the verdict first, then why, then what would change it.
struct ExplainText {
    let report: ExplainReport
    var style: Style = .plain
    var timeZone = TimeZone.current

    var text: String {
        var explanation = report.explanation
        if explanation.policy.isEmpty { explanation.policy = "none" }
        explanation.version =
            "version \(report.version), in force since \(Humanized.time(report.since, in: timeZone))"
        let verdict = explanation.verdict.uppercased()
        let text = explanation.text.dropFirst(verdict.count)
        return style(verdict, explanation.isAllowed ? .green : .red) + text
    }
}
