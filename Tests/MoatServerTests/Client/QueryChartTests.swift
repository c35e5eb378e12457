import Foundation
import Testing

@testable import moat

@Suite struct QueryChartTests {
    private func result(
        _ columns: [(String, String)], _ rows: [[QueryCell]], _ visualization: String, title: String? = nil
    ) -> QueryResult {
        QueryResult(
            columns: columns.map { QueryResult.Column(name: $0.0, type: $0.1) }, rows: rows,
            render: QueryResult.Render(visualization: visualization, title: title))
    }

    private func drawn(_ result: QueryResult, width: Int = 50, glyphs: ChartGlyphs = .unicode) -> String? {
        QueryChart(result: result, width: width, glyphs: glyphs, timeZone: .gmt).text
    }

    private static let denied: [[QueryCell]] = [
        [.text("10.0.5.7"), .integer(1200)], [.text("10.0.5.8"), .integer(300)], [.text("192.0.2.66"), .integer(7)],
        [.text(""), .integer(0)],
    ]

    @Test func drawsBars() {
        let chart = drawn(
            result([("SourceIp", "string"), ("count_", "long")], Self.denied, "barchart", title: "Denied"))
        #expect(
            chart == """
                Denied
                10.0.5.7    1,200  ███████████████████████████████
                10.0.5.8      300  ███████▊
                192.0.2.66      7  ▏
                (empty)         0
                """)
    }

    @Test func drawsWithoutUnicode() {
        let chart = drawn(
            result([("SourceIp", "string"), ("count_", "long")], Self.denied, "barchart"), glyphs: .ascii)
        #expect(
            chart == """
                10.0.5.7    1,200  ###############################
                10.0.5.8      300  ########
                192.0.2.66      7
                (empty)         0
                """)
    }

    @Test func drawsShares() {
        let chart = drawn(
            result(
                [("Action", "string"), ("count_", "long")],
                [[.text("Allow"), .integer(75)], [.text("Deny"), .integer(25)]], "piechart"))
        #expect(
            chart == """
                Allow  75     75 %  ██████████████████████████████
                Deny   25     25 %  ██████████
                """)
    }

    @Test func drawsColumns() {
        let chart = drawn(
            result(
                [("Action", "string"), ("count_", "long")],
                [[.text("Allow"), .integer(80)], [.text("Deny"), .integer(24)]], "columnchart"), width: 30)
        #expect(
            chart == """
                80 │ █████
                   │ █████
                   │ █████
                   │ █████
                   │ █████
                   │ █████
                   │ █████
                   │ █████ █████
                   │ █████ █████
                   │ █████ █████
                   └────────────
                     Allow Deny
                """)
    }

    @Test func drawsAStripForEachSeries() {
        let rows: [[QueryCell]] = [
            [.text("2026-11-25T12:00:00Z"), .text("Allow"), .integer(8)],
            [.text("2026-11-25T12:05:00Z"), .text("Allow"), .integer(4)],
            [.text("2026-11-25T12:15:00Z"), .text("Allow"), .integer(16)],
            [.text("2026-11-25T12:05:00Z"), .text("Deny"), .integer(1)],
        ]
        let chart = drawn(
            result([("TimeGenerated", "datetime"), ("Action", "string"), ("count_", "long")], rows, "timechart"),
            width: 44)
        #expect(
            chart == """
                Allow
                16 │                             ██████████
                   │                             ██████████
                   │██████████                   ██████████
                 0 │████████████████████         ██████████
                Deny
                16 │
                   │
                   │
                 0 │         ▂▂▂▂▂▂▂▂▂▂▂
                   └───────────────────────────────────────
                    2026-11-25 12:00       2026-11-25 12:15
                """, "\n\(chart ?? "")")
    }

    @Test func showsACard() {
        #expect(drawn(result([("Count", "long")], [[.integer(1_234_567)]], "card")) == "1234567  Count")
    }

    /// What cannot be drawn is a table.
    @Test(arguments: ["scatterchart", "table", "barchart"])
    func leavesTheRest(visualization: String) {
        let text = result([("Rule", "string"), ("Action", "string")], [[.text("a"), .text("Deny")]], visualization)
        #expect(drawn(text) == nil)
    }

    @Test func survivesAnyNumbers() {
        let rows: [[QueryCell]] = [
            [.real(.infinity), .real(-5)], [.real(1e300), .real(.nan)], [.real(-1e300), .real(1e308)],
            [.null, .null], [.integer(.min), .integer(.max)],
        ]
        for visualization in QueryChart.visualizations {
            for width in [1, 20, 200] {
                _ = drawn(result([("x", "real"), ("y", "real")], rows, visualization), width: width)
            }
        }
    }
}
