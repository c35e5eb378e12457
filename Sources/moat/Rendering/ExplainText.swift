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
        let rest = text.dropFirst(verdict.count) + (seen.map { "\n" + $0 } ?? "")
        return style(String(verdict), explanation.isAllowed ? .green : .red) + rest
    }

    /// `Seen 37 times in the last 24 h (Deny 35, Allow 2):  moat query -n denied-to docker.io`
    private var seen: String? {
        guard let sightings = report.sightings else { return nil }
        let time = "in the last \(sightings.hours) h"
        guard sightings.count > 0 else { return "Not seen \(time)" }
        let actions = sightings.actions.map { "\($0.name) \(Humanized.count($0.count))" }.joined(separator: ", ")
        let text = "Seen \(Humanized.count(sightings.count, "time")) \(time) (\(actions))"
        guard sightings.actions.contains(where: { $0.name == "Deny" }) else { return text }
        return text + ":  moat query -n denied-to \(sightings.destination)"
    }
}
