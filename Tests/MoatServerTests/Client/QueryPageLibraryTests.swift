import Foundation
import Testing

@testable import moat

/// The library's queries that docs/query.md names are there, and take what it gives them.
@Suite struct QueryPageLibraryTests {
    @Test func knowsTheQueriesThatThePageNames() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/query.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let commands = text.split(separator: "\n").filter { $0.hasPrefix("$ moat query -n ") }
        #expect(!commands.isEmpty)
        for command in commands {
            let words = command.split(separator: " ").dropFirst(4).map(String.init)
            let query = try #require(QueryLibrary.queries.first { $0.name == words.first }, "\(command)")
            #expect(try !query.text(with: Array(words.dropFirst())).isEmpty)
        }
    }
}
