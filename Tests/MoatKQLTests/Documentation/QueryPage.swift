import Foundation
import Testing

/// docs/query.md, taken apart.
enum QueryPage {
    /// A question that the page shows.
    struct Example: CustomTestStringConvertible, Sendable {
        var query: String
        /// What the page shows as its answer; empty where it shows none.
        var output: String

        var testDescription: String { query }
    }

    static func text() throws -> String {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/query.md")
        return try String(contentsOf: page, encoding: .utf8)
    }

    /// The paragraphs of a section, without its fenced blocks.
    static func paragraphs(of section: String) throws -> [String] {
        let parts = ("\n" + (try text())).components(separatedBy: "\n## ")
        let part = try #require(parts.first { $0.hasPrefix(section + "\n") }, "docs/query.md has no section \(section)")
        let prose = part.components(separatedBy: "\n```").enumerated().filter { $0.offset.isMultiple(of: 2) }
        return prose.flatMap { $0.element.components(separatedBy: "\n\n") }.dropFirst().map { $0 }
    }

    /// The names in code marks of a text.
    static func names(in text: String) -> [String] {
        text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    /// Of the fenced blocks: the whole of those marked `kql`, of others each `moat query '...'`
    /// and what comes before the next command.
    static func examples() throws -> [Example] {
        let blocks = ("\n" + (try text())).components(separatedBy: "\n```").enumerated()
            .filter { $0.offset % 2 == 1 }.map(\.element)
        return blocks.flatMap { block -> [Example] in
            if block.hasPrefix("kql\n") { return [Example(query: String(block.dropFirst(4)), output: "")] }
            return ("\n" + block).components(separatedBy: "\n$ moat query '").dropFirst().compactMap { part in
                guard let end = part.firstIndex(of: "'") else { return nil }
                let rest = part[end...].components(separatedBy: "\n$ ")[0]
                return Example(
                    query: String(part[..<end]), output: rest.split(separator: "\n").dropFirst().joined(separator: "\n")
                )
            }
        }
    }
}
