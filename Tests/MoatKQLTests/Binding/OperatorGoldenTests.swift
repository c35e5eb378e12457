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
    func columnsAndErrors(_ golden: GoldenCase) {
        #expect(golden.expected.first == Self.outcome(of: golden.query))
    }

    /// The first line of what a query gives.
    private static func outcome(of query: String) -> String {
        do throws(KQLError) {
            let translation = try BinderScene.translate(query)
            return translation.columns.map { "\($0.name):\($0.type.rawValue)" }.joined(separator: " | ")
        } catch {
            return "error: \(error)"
        }
    }
}
