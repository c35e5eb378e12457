/// The text of a query, for finding lines and columns in it.
public struct SourceText: Sendable {
    let bytes: [UInt8]

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// An error at a place.
    ///
    /// The place is moved into the text where it lies outside.
    public func diagnostic(at range: SourceRange, _ message: String) -> KQLDiagnostic {
        let start = min(max(range.start, 0), bytes.count)
        let lineStart = self.lineStart(before: start)
        let line = 1 + bytes[..<lineStart].count { $0 == newline }
        let lineEnd = self.lineEnd(after: start)
        let end = min(max(range.end, start), lineEnd)
        return KQLDiagnostic(
            message: message, range: SourceRange(start: start, end: min(max(range.end, start), bytes.count)),
            line: line, column: 1 + scalars(in: lineStart..<start), length: scalars(in: start..<max(start, end)))
    }

    func lineStart(before offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    }

    func lineEnd(after offset: Int) -> Int {
        bytes[offset...].firstIndex(of: newline) ?? bytes.count
    }

    private func scalars(in range: Range<Int>) -> Int {
        // Every scalar has one byte that does not continue another.
        bytes[range].count { $0 & 0xC0 != 0x80 }
    }

    private var newline: UInt8 { 0x0A }
}
