import MoatGateway
import MoatModel
import MoatServer

/// What `apply`, `delete` and `rollback` print: what changed for traffic, then for which
/// resources, then what is left to do.
struct ApplySummary {
    let report: ApplyReport
    var style: Style = .plain

    /// More resources than these are counted, not listed.
    static let listedResources = 20
    /// More rules of one group than these are counted, not listed.
    static let listedRules = 6

    var text: String {
        guard report.isChange else {
            return lines(["Nothing to change; version \(report.version) stays in force."], notice)
        }
        return lines([headline], resources, closing, notice)
    }

    private func lines(_ parts: [String]...) -> String {
        parts.flatMap { $0 }.joined(separator: "\n")
    }

    private var headline: String {
        let title = report.dryRun ? "would become version \(report.version)" : "version \(report.version)"
        let rules = report.summary.rules
        let counts =
            rules == ChangeSummary.Count()
            ? self.counts(report.summary.resources, "resource") : self.counts(rules, "rule")
        let padded = style(title, .bold) + "   " + counts
        guard let effect else { return padded }
        let gap = max(3, 46 - title.count - 3 - counts.count)
        return padded + String(repeating: " ", count: gap) + effect
    }

    private func counts(_ count: ChangeSummary.Count, _ noun: String) -> String {
        [("+", count.added), ("~", count.changed), ("-", count.removed)].map { sign, number in
            sign + (number == 0 ? "0" : Humanized.count(number, noun))
        }.joined(separator: "  ")
    }

    private var effect: String? {
        guard let milliseconds = report.inForceMilliseconds else { return nil }
        let cut = report.outcome?.flowsCut ?? 0
        return "in force after \(Humanized.milliseconds(milliseconds)), "
            + (cut == 0 ? "no live flow cut" : Humanized.count(cut, "live flow") + " cut")
    }

    private var resources: [String] {
        let shown = report.changes.prefix(Self.listedResources)
        let width = shown.reduce(0) { max($0, $1.title.count) }
        var lines = shown.map { change in
            let rules = self.rules(change)
            let gap = String(repeating: " ", count: width - change.title.count + 3)
            return "  \(sign(change.change)) \(change.title)" + (rules.isEmpty ? "" : gap + rules)
        }
        let rest = report.changes.count - shown.count
        if rest > 0 { lines.append("    and \(Humanized.count(rest, "more resource"))") }
        return lines
    }

    private func rules(_ change: ResourceChange) -> String {
        guard change.change == .changed else {
            return change.ruleCount == 0 ? "" : Humanized.count(change.ruleCount, "rule")
        }
        let shown = change.rules.prefix(Self.listedRules)
        let rest = change.ruleCount - shown.count
        let names = shown.map { sign($0.change) + "\($0.collection)/\($0.rule)" }
        return (names + (rest > 0 ? ["and \(Humanized.count(rest)) more"] : [])).joined(separator: "  ")
    }

    private func sign(_ change: Change) -> String {
        switch change {
        case .added: style("+", .green)
        case .changed: style("~", .yellow)
        case .removed: style("-", .red)
        }
    }

    private var closing: [String] {
        if report.dryRun {
            return ["Nothing was applied; version \(report.previous) stays in force."]
        }
        guard let seconds = report.confirmWithin else { return [] }
        return [
            "Confirm within \(Humanized.duration(seconds: seconds)) with `moat confirm`, or version \(report.previous) comes back."
        ]
    }

    private var notice: [String] {
        report.notice.map { [style($0, .yellow)] } ?? []
    }
}

extension ResourceChange {
    var title: String { "\(kind.rawValue) \(name)" }
}
