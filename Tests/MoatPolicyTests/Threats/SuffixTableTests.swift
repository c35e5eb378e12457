import MoatModel
import Testing

@testable import MoatPolicy

@Suite("names and wildcards by their ends")
struct SuffixTableTests {
    private func matches(_ table: SuffixTable, _ name: String) -> [UInt32] {
        var name = name
        var found: [UInt32] = []
        name.withUTF8 { table.forEachMatch($0) { found.append($0) } }
        return found
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func agreesWithEveryPattern(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let labels = ["a", "b", "aa", "ab", "example"]
        func name() -> String {
            (0..<Int.random(in: 1...4, using: &random)).map { _ in labels[Int.random(in: 0..<5, using: &random)] }
                .joined(separator: ".")
        }
        var table = SuffixTable()
        var patterns: [FQDNPattern] = []
        for _ in 0..<200 {
            let text = ["", "*.", "*"][Int.random(in: 0..<3, using: &random)] + name()
            let pattern = try #require(FQDNPattern(text))
            let isNew = table.insert(pattern, value: UInt32(patterns.count))
            #expect(isNew == !patterns.contains(pattern), "\(text)")
            if isNew { patterns.append(pattern) }
        }
        #expect(table.count == patterns.count)
        for _ in 0..<500 {
            let name = name()
            let expected = patterns.indices.filter { patterns[$0].matches(name) }.map(UInt32.init)
            #expect(matches(table, name).sorted() == expected, "\(name)")
        }
    }

    /// The exact name is told last, and of wildcards the longest: they say most.
    @Test func theOrderOfMatches() {
        var table = SuffixTable()
        for (value, text) in ["a.b.example", "*.example", "*", "*.b.example", "*b.example"].enumerated() {
            table.insert(patterns([text])[0], value: UInt32(value))
        }
        #expect(matches(table, "a.b.example") == [2, 1, 4, 3, 0])
    }

    @Test func exactIsNoWildcard() {
        var table = SuffixTable()
        for (value, text) in ["a.example", "*.a.example", "*a.example"].enumerated() {
            table.insert(patterns([text])[0], value: UInt32(value))
        }
        func exact(_ text: String) -> UInt32? {
            var text = text
            return text.withUTF8 { table.exact($0) }
        }
        #expect(exact("a.example") == 0)
        #expect(exact(".a.example") == nil && exact("b.a.example") == nil && exact("") == nil)
    }

    @Test func growsBeyondItsCapacity() {
        var table = SuffixTable(capacity: 4)
        for number in 0..<2000 { table.insert(patterns(["n\(number).example"])[0], value: UInt32(number)) }
        for number in 0..<2000 { #expect(matches(table, "n\(number).example") == [UInt32(number)]) }
        var seen: Set<UInt32> = []
        table.forEach { _, isWildcard, value in if !isWildcard { seen.insert(value) } }
        #expect(seen.count == 2000)
    }
}
