import Testing

@testable import MoatKQL

@Suite struct GrannyOrderTests {
    @Test func countsNumbersAsNumbers() {
        let names = ["a100", "a20", "b", "a", "a20b1", "a20b"]
        let sorted = names.sorted { GrannyOrder.precedes($0, $1) }
        #expect(sorted == ["a", "a20", "a20b", "a20b1", "a100", "b"])
    }
}
