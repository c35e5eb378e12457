import Foundation
import MoatKQL
import Testing

/// docs/query.md lists what there is; it is right only if these lists are.
@Suite struct QueryPageTests {
    /// The names in code marks of a section's paragraphs.
    private static func names(in section: String) throws -> [String] {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/query.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let parts = ("\n" + text).components(separatedBy: "\n## ")
        let part = try #require(parts.first { $0.hasPrefix(section + "\n") }, "docs/query.md has no section \(section)")
        return part.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    @Test func listsEveryFunction() throws {
        #expect(Set(try Self.names(in: "Functions")) == Set(ScalarLibrary.names))
    }

    @Test func listsEveryAggregate() throws {
        #expect(Set(try Self.names(in: "Aggregates")) == Set(AggregateLibrary.names))
    }

    @Test func listsEveryTextOperator() throws {
        let operators = BinaryOperator.allCases.map(\.rawValue) + MembershipOperator.allCases.map(\.rawValue)
        #expect(Set(operators).isSubset(of: Set(try Self.names(in: "Operators of values"))))
    }
}
