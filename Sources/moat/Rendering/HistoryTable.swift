import Foundation
import MoatServer

/// Versions, newest first.
struct HistoryTable {
    let versions: [StateVersion]
    var style: Style = .plain
    var timeZone = TimeZone.current

    var text: String {
        guard !versions.isEmpty else { return "Nothing was applied yet." }
        let table = TableRenderer(
            columns: [
                .right("version"), .left("time"), .left("by"), .left("what"), .left("resources"), .left("rules"),
            ], style: style)
        return table.render(
            versions.map { version in
                [
                    .init(String(version.number), .bold), .init(Humanized.time(version.time, in: timeZone)),
                    .init(version.by), .init(version.comment), .init(counts(version.summary.resources)),
                    .init(counts(version.summary.rules)),
                ]
            })
    }

    private func counts(_ count: ChangeSummary.Count) -> String {
        "+\(Humanized.count(count.added)) ~\(Humanized.count(count.changed)) -\(Humanized.count(count.removed))"
    }
}
