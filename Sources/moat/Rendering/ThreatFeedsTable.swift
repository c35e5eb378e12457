import Foundation
import MoatServer
import MoatThreatIntel

/// The threat feeds, and below them what is wrong with any.
struct ThreatFeedsTable {
    let rows: [ThreatFeedRow]
    var style: Style = .plain

    var text: String {
        let table = TableRenderer(
            columns: [
                .left("feed"), .left("state"), .left("format"), .right("entries"), .right("age"), .right("next"),
                .left("category"), .left("source"),
            ], style: style)
        let body = table.render(
            rows.map { row in
                [
                    .init(row.name), .init(row.state, colour(row)), .init(row.isBuiltIn ? "built-in" : row.format),
                    .init(Humanized.count(row.entries)),
                    .init(row.age.map { Humanized.duration(seconds: $0) } ?? ""),
                    .init(row.nextFetch.map { Humanized.duration(seconds: $0) } ?? ""), .init(row.category),
                    .init(row.source),
                ]
            })
        return ([body] + notes).joined(separator: "\n")
    }

    private func colour(_ row: ThreatFeedRow) -> Style.Colour {
        switch row.state {
        case "ok": .green
        case "failing": .red
        default: .yellow
        }
    }

    private var notes: [String] {
        rows.flatMap { row in
            var notes: [String] = []
            if let error = row.error {
                let stays = row.age == nil ? "" : "; the last good list stays"
                notes.append(
                    style(
                        "\(row.name): \(error)\(stays) (\(Humanized.count(row.failures)) of \(Humanized.count(row.fetches)) fetches failed)",
                        .yellow))
            }
            if let heldBack = row.heldBack {
                notes.append(
                    style("\(row.name): it \(heldBack); `moat threat confirm \(row.name)` takes the new list", .yellow))
            }
            let skipped = [
                (row.skipped.unroutable, "not internet addresses"),
                (row.skipped.invisible, "https URLs, whose paths are not seen"),
                (row.skipped.expired, "expired"), (row.skipped.unsupported, "of kinds that a firewall does not meet"),
                (row.skipped.unreadable, "unreadable"),
            ].filter { $0.0 > 0 }.map { "\(Humanized.count($0.0)) \($0.1)" }
            if !skipped.isEmpty { notes.append("\(row.name): left out: \(skipped.joined(separator: "; "))") }
            return notes
        }
    }
}
