import Foundation
import MoatServer
import Testing

@testable import moat

@Suite struct QueryTextTests {
    private static let result = QueryResult(
        columns: [
            .init(name: "TimeGenerated", type: "datetime"), .init(name: "Rule", type: "string"),
            .init(name: "count_", type: "long"), .init(name: "avg_", type: "real"),
            .init(name: "tags", type: "dynamic"),
        ],
        rows: [
            [
                .text("2026-11-25T12:00:00.25Z"), .text("a \"quoted\", long name of a rule"), .integer(1234),
                .real(0.25), .text(#"["x"]"#),
            ],
            [.text("2026-11-25T12:05:00Z"), .text(""), .integer(7), .null, .null],
        ])

    @Test func linesUpATable() {
        #expect(
            QueryTable(result: Self.result, timeZone: .gmt).text == """
                TimeGenerated            Rule                             count_  avg_  tags
                2026-11-25 12:00:00.250  a "quoted", long name of a rule    1234  0.25  ["x"]
                2026-11-25 12:05:00                                            7
                """)
    }

    @Test func shortensTextToTheWidth() {
        #expect(
            QueryTable(result: Self.result, width: 60, timeZone: .gmt).text == """
                TimeGenerated            Rule            count_  avg_  tags
                2026-11-25 12:00:00.250  a "quoted", l…    1234  0.25  ["x"]
                2026-11-25 12:05:00                           7
                """)
    }

    @Test func showsWhatIsTooWideRowByRow() {
        #expect(
            QueryTable(result: Self.result, width: 40, timeZone: .gmt).text == """
                row 1
                  TimeGenerated  2026-11-25 12:00:00.250
                  Rule           a "quoted", long name of a rule
                  count_         1234
                  avg_           0.25
                  tags           ["x"]
                row 2
                  TimeGenerated  2026-11-25 12:05:00
                  count_         7
                """)
    }

    @Test func saysWhatIsNotThere() {
        #expect(QueryTable(result: QueryResult(columns: Self.result.columns, rows: [])).text == "(no rows)")
    }

    @Test func writesForPrograms() {
        #expect(
            QueryText(result: Self.result).json == #"""
                [
                {"TimeGenerated":"2026-11-25T12:00:00.25Z","Rule":"a \"quoted\", long name of a rule","count_":1234,"avg_":0.25,"tags":["x"]},
                {"TimeGenerated":"2026-11-25T12:05:00Z","Rule":"","count_":7,"avg_":null,"tags":null}
                ]
                """#)
        #expect(
            QueryText(result: Self.result).csv
                == [
                    "TimeGenerated,Rule,count_,avg_,tags",
                    #"2026-11-25T12:00:00.25Z,"a ""quoted"", long name of a rule",1234,0.25,"[""x""]""#,
                    "2026-11-25T12:05:00Z,,7,,", "",
                ].joined(separator: "\r\n"))
    }

    @Test func marksThePlaceOfAnError() {
        let error = QueryError(
            status: 400,
            [
                .init("BadArgumentError", "The request had some invalid properties"),
                .init("SYN0002", "unknown operator 'wher': did you mean 'where'?", line: 3, position: 3, length: 4),
            ])
        let text = QueryErrorText(
            error: error, query: "AZFWNatRule\n\t| wher Rule == 'a'", addedLines: 1, source: "hits.kql"
        ).text
        #expect(
            text == """
                hits.kql:2:4: unknown operator 'wher': did you mean 'where'?
                2 |     | wher Rule == 'a'
                  |       ^~~~
                """)
    }

    @Test(arguments: [
        (0.0, "0"), (0.25, "0.25"), (1234.56, "1,234.6"), (1e20, "1e+20"), (-3.14159, "-3.142"), (0.00001, "1e-05"),
    ])
    func writesNumbers(value: Double, text: String) {
        #expect(QueryCellText.real(value) == text)
    }
}
