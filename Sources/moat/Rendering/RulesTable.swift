import Foundation
import MoatServer

/// Rules in the order in which they are judged, with hits.
struct RulesTable {
    let rows: [RuleRow]
    var style: Style = .plain
    var now = Date()

    var text: String {
        let table = TableRenderer(
            columns: [
                .right("#"), .left("tier"), .left("group/collection/rule"), .left("match"), .left("verdict"),
                .right("hits"), .right("last"),
            ], style: style)
        return table.render(
            rows.map { row in
                [
                    .init(row.position.map { Humanized.count($0) } ?? ""), .init(row.tier), .init(row.path),
                    .init(row.match), .init(row.verdict, row.verdict == "deny" ? .red : .green),
                    .init(Humanized.count(row.hits)),
                    .init(row.lastHit.map { Humanized.ago($0, now: now) } ?? ""),
                ]
            })
    }
}
