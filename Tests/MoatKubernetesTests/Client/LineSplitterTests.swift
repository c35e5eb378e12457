import NIOCore
import Testing

@testable import MoatKubernetes

struct LineSplitterTests {
    private func lines(_ parts: [String], limit: Int = 100) -> [String]? {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        for part in parts {
            guard let next = splitter.lines(adding: ByteBuffer(string: part)) else { return nil }
            lines += next.map { String(buffer: $0) }
        }
        return lines
    }

    @Test func cutsWhateverTheParts() {
        let text = "one\n\ntwo\nthree\nrest"
        for size in 1...text.count {
            let characters = Array(text)
            let parts = stride(from: 0, to: characters.count, by: size).map {
                String(characters[$0..<min($0 + size, characters.count)])
            }
            #expect(lines(parts) == ["one", "two", "three"])
        }
    }

    @Test func takesLinesUpToTheLimit() {
        #expect(lines(["12345\n"], limit: 5) == ["12345"])
        #expect(lines(["123456\n"], limit: 5) == nil)
        #expect(lines(["123", "45", "6"], limit: 5) == nil)
        #expect(lines(["1234\n5678\n9"], limit: 4) == ["1234", "5678"])
    }
}
