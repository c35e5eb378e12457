import Foundation
import MoatLab

/// What a question of the story was answered.
struct DemoQueryAnswer {
    /// As people see it.
    var table: String
    /// The values of each row, as text.
    var rows: [[String]]
    /// Seconds from the traffic to the answer that knew of it.
    var seconds: Double
    /// Whether what was waited for is in it, and came within 2 s.
    var isInTime: Bool

    var summary: String {
        "\(rows.count) \(rows.count == 1 ? "row" : "rows") \(Humanized.duration(seconds: seconds)) after the traffic"
    }
}

extension DemoScene {
    /// Asks the log until a row with these values is in the answer, for at most 2 s after `start`.
    func ask(_ query: String, with values: Set<String>, since start: Date) throws -> DemoQueryAnswer {
        while true {
            let csv = try moat(["query", query, "--since", "1h", "--output", "csv"])
            guard csv.status == 0 else { throw DemoError("moat query: \(csv.error)") }
            // The story's values have neither commas nor quotes.
            let rows = csv.output.split(whereSeparator: \.isNewline).dropFirst()
                .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            let seconds = Date().timeIntervalSince(start)
            let isThere = rows.contains { values.isSubset(of: $0) }
            if isThere || seconds > 2 {
                let table = try moat(["query", query, "--since", "1h"])
                return DemoQueryAnswer(
                    table: table.output, rows: rows, seconds: seconds, isInTime: isThere && seconds <= 2)
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }
}
