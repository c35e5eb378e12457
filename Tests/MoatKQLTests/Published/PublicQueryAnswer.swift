import Foundation
import Testing

/// What a query answers on the data in `PublicQueries/Data`, worked out by reading that data:
/// `Expected/NAME.txt` has the reasoning in lines of `//`, then the columns, then the rows.
struct PublicQueryAnswer: CustomTestStringConvertible, Sendable {
    static let all: [PublicQueryAnswer] = PublicQuery.all.compactMap { query in
        let file = PublicQuery.directory.appending(path: "Expected/\(query.name).txt")
        return (try? String(contentsOf: file, encoding: .utf8)).map { PublicQueryAnswer(query: query, text: $0) }
    }

    var query: PublicQuery
    var columns: [String]
    /// In the order of the file; cells as text, null as empty text.
    var rows: [[String]]

    var testDescription: String { query.name }

    private init(query: PublicQuery, text: String) {
        self.query = query
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("//") }
        let cells = lines.map { line in
            " \(line) ".components(separatedBy: " | ").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        columns = cells.first ?? []
        rows = Array(cells.dropFirst())
    }
}
