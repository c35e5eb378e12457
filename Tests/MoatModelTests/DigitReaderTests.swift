import MoatModel
import Testing

struct DigitReaderTests {
    /// `#expect` cannot take calls that change what they are called on.
    private func check(_ holds: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(holds, sourceLocation: sourceLocation)
    }

    @Test func readsFromLeftToRight() {
        var reader = DigitReader("2026-11T7".utf8)
        check(reader.number(4) == 2026)
        check(!reader.skip("T"))
        check(reader.skip("-"))
        check(reader.number(2) == 11)
        check(reader.digit() == nil)
        check(reader.skip("T"))
        #expect(!reader.isAtEnd)
        check(reader.digit() == 7)
        #expect(reader.isAtEnd)
        check(!reader.skip("T"))
        check(reader.digit() == nil)
        check(reader.number(1) == nil)
    }

    @Test func aNumberHasAllItsDigits() {
        var reader = DigitReader("12x".utf8)
        let number = reader.number(3)
        #expect(number == nil)
    }
}
