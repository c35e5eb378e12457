import Foundation
import MoatAnalysis
import MoatServer

/// An explanation for people: the verdict first, then why, then what would change it.
struct ExplainText {
    let report: ExplainReport
    var style: Style = .plain
    var timeZone = TimeZone.current

    var text: String {
        let explanation = report.explanation
        let isAllowed = explanation.verdict == "allow"
        let verdict = style(isAllowed ? "ALLOW" : "DENY ", isAllowed ? .green : .red)
        var lines = [
            "\(verdict)  \(explanation.tier): \(explanation.reason)",
            row("flow", explanation.flow),
            row(
                "policy",
                "\(report.policy.isEmpty ? "none" : report.policy), version \(report.version), in force since \(Humanized.time(report.since, in: timeZone))"
            ),
        ]
        lines += explanation.stages.map { row($0.name, $0.text) }
        if !explanation.reachesFirewall {
            lines.append(style("  This flow does not reach the firewall; the verdict is what it would say.", .yellow))
        }
        let question = isAllowed ? "What would deny exactly this:" : "What would allow exactly this:"
        lines.append("\(style(question, .bold))   \(explanation.remedy.text)")
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ text: String) -> String {
        "  \(name.padding(toLength: 13, withPad: " ", startingAt: 0))\(text)"
    }
}
