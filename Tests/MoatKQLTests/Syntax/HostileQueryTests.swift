import Foundation
import MoatKQL
import Testing

/// What a stranger may send must cost little and end with an error that lies in the text.
@Suite struct HostileQueryTests {
    /// Parses, and checks the places of what is wrong. True if nothing is.
    @discardableResult
    private func parse(_ text: String, _ limits: KQLLimits = KQLLimits()) -> Bool {
        do throws(KQLError) {
            let query = try KQLParser.parse(text, limits: limits)
            #expect(query.result.range.end <= text.utf8.count)
            return true
        } catch {
            #expect(!error.diagnostics.isEmpty && error.diagnostics.count <= limits.diagnostics)
            let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            for diagnostic in error.diagnostics {
                #expect(0 <= diagnostic.range.start && diagnostic.range.start <= diagnostic.range.end)
                #expect(diagnostic.range.end <= text.utf8.count)
                #expect(1 <= diagnostic.line && diagnostic.line <= lines.count, "\(text.debugDescription)")
                let line = String(decoding: lines[min(diagnostic.line, lines.count) - 1], as: UTF8.self)
                #expect(1 <= diagnostic.column && diagnostic.length >= 0)
                #expect(
                    diagnostic.column - 1 + diagnostic.length <= line.unicodeScalars.count, "\(text.debugDescription)")
            }
            #expect(error.rendered(in: text).utf8.count < 2_000 * error.diagnostics.count)
            return false
        }
    }

    private static let seeds = try? SyntaxGoldenTests.names.flatMap(SyntaxGoldenTests.queries)

    @Test func survivesMutations() throws {
        let seeds = try #require(Self.seeds).map { Array($0.utf8) }
        var random = Generator(state: 4)
        let pieces = [
            "|", ";", "(", ")", "[", "]", "{", "}", "'", "\"", "```", "\\", ",", "..", "=", "é", "\u{0}", "\n", "by",
            "let",
        ]
        var sound = 0
        for _ in 0..<2_000 {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.removeSubrange(place..<min(place + Int.random(in: 1...8, using: &random), bytes.count))
                case 1: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
                case 2:
                    let other = seeds[Int.random(in: 0..<seeds.count, using: &random)]
                    bytes.insert(contentsOf: other.prefix(Int.random(in: 0...other.count, using: &random)), at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            if parse(String(decoding: bytes, as: UTF8.self)) { sound += 1 }
        }
        // The mutations reach far into the grammar, and do break queries.
        #expect(sound > 100 && sound < 1_700, "\(sound)")
    }

    @Test(arguments: [
        ("T | where ", "(", "a", ")"), ("T | where ", "f(", "a", ")"), ("T | where ", "-", "a", ""),
        ("print ", "dynamic(", "1", ")"), ("print dynamic(", "[", "1", "])"), ("print dynamic(", "{'a':", "1", "})"),
        ("", "(", "T", ")"), ("", "union (", "T", ")"), ("T | where a in ", "(T | where b in ", "(1)", ")"),
        ("T | where a", "[b", "", "]"), ("T | where a", "+b", "", ""), ("T | where a", ".b", "", ""),
        ("T | where a", "[0]", "", ""), ("T | where a", " == b", "", ""), ("let f = ", "() { let f = ", "1", "; T }"),
        ("T ", "| join (T ", "", ") on a"), ("T | where a", " and (b or c", "", ")"),
        ("T | where a", " has f(b", "", ")"),
    ])
    func refusesDeepNesting(_ query: (start: String, open: String, middle: String, close: String)) {
        func text(_ depth: Int) -> String {
            query.start + String(repeating: query.open, count: depth) + query.middle
                + String(repeating: query.close, count: depth)
        }
        #expect(!parse(text(50_000)))
        do throws(KQLError) {
            _ = try KQLParser.parse(text(5_000))
            Issue.record("not refused")
        } catch {
            #expect(error.description.contains("nested more than 200 levels deep"), "\(error)")
        }
    }

    @Test func takesWhatPeopleNest() {
        let nested = String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60)
        #expect(parse("T | where \(nested) == 1"))
        #expect(parse("T | extend a = " + Array(repeating: "b", count: 150).joined(separator: " + ")))
        #expect(parse("T | where " + Array(repeating: "a == 1", count: 5_000).joined(separator: " or ")))
        #expect(parse("T | where a in (" + Array(repeating: "'x'", count: 20_000).joined(separator: ",") + ")"))
        #expect(parse("T" + String(repeating: " | where a == 1", count: 5_000)))
    }

    @Test func limitsTheSize() {
        #expect(!parse(String(repeating: " ", count: (1 << 20) + 1)))
        #expect(!parse("T | where a in (" + String(repeating: "1,", count: 60_000) + "1)"))
        #expect(!parse("T | take 1", KQLLimits(tokens: 3)))
        #expect(parse("T | take 1", KQLLimits(tokens: 4)))
    }

    /// Inputs that make a careless parser look at the same text again and again.
    @Test(arguments: [
        "(", "(a,", "f(", "let f = (", "|", "a|", "x=(", "'", "['a',", "in (", "- ", "\n", "é", "datetime(",
    ])
    func staysQuick(_ piece: String) {
        let clock = ContinuousClock()
        let text = "T | where " + String(repeating: piece, count: 40_000 / piece.utf8.count)
        let time = clock.measure { parse(text) }
        #expect(time < .seconds(2), "\(time)")
    }

    @Test func replaysTheCorpus() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Corpus/KQLQuery")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count > 0)
        for file in files { parse(String(decoding: try Data(contentsOf: file), as: UTF8.self)) }
    }

    /// A sequence that is the same on every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
