import Foundation
import MoatKQL
import Testing

/// `Golden/Operators/NAME.txt` has cases of a query and what it gives: its columns with their types
/// and the rows, or the error. Data are in the query, as `datatable`.
@Suite struct OperatorGoldenTests {
    static let cases: [GoldenCase] = GoldenCase.all(in: "Golden/Operators")

    @Test func thereAreCases() {
        #expect(Self.cases.count > 70)
    }

    @Test(arguments: cases)
    func columnsRowsAndErrors(_ golden: GoldenCase) throws {
        let runner = try KQLRunner(now: BinderScene.now, catalog: BinderScene.catalog)
        #expect(golden.expected.map(Self.trimmed) == Self.outcome(of: golden.query, runner).map(Self.trimmed))
    }

    private static func outcome(of query: String, _ runner: KQLRunner) -> [String] {
        do {
            let result = try runner.run(query)
            return [result.columns.map { "\($0.name):\($0.type.rawValue)" }.joined(separator: " | ")]
                + result.rows.map { $0.map(KQLRunner.text).joined(separator: " | ") }
        } catch {
            return ["error: \(error)"]
        }
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
