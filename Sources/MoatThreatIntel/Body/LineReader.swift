import Glibc

/// The lines of a text, one after the other, without their ends (LF or CR LF).
struct LineReader {
    /// Bytes of a line; longer ones are unreadable.
    static let maximumLength = 4096

    private let text: UnsafeBufferPointer<UInt8>
    private var offset = 0
    /// The number of the line that was told last, from 1.
    private(set) var number = 0
    /// Whether that line has an end, as opposed to the text ending with it.
    private(set) var isComplete = true

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    mutating func next() -> UnsafeBufferPointer<UInt8>? {
        guard offset < text.count, let base = text.baseAddress else { return nil }
        number += 1
        let start = base + offset
        let left = text.count - offset
        let end = memchr(start, Int32(UInt8(ascii: "\n")), left)
        var length = end.map { UnsafeRawPointer($0) - UnsafeRawPointer(start) } ?? left
        isComplete = end != nil
        offset += isComplete ? length + 1 : length
        if isComplete, length > 0, start[length - 1] == UInt8(ascii: "\r") { length -= 1 }
        return UnsafeBufferPointer(start: start, count: length)
    }

    /// Reads a text with an entry, or several, on each line that is neither blank nor a comment.
    /// `content` is what counts of a line; `read` takes it in, and says why it can't be read
    /// where it can't.
    static func readEntries(
        of text: UnsafeBufferPointer<UInt8>, into collector: inout FeedCollector,
        content: (UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>,
        read: (UnsafeBufferPointer<UInt8>, Int, inout FeedCollector) throws(FeedError) -> String?
    ) throws(FeedError) {
        var lines = LineReader(text)
        while let whole = lines.next() {
            let line = content(whole).trimmed
            guard !line.isEmpty, !line.isComment else { continue }
            collector.countUnit()
            let problem =
                line.count > maximumLength ? IndicatorReader.tooLong : try read(line, lines.number, &collector)
            guard let problem else { continue }
            guard lines.isComplete else { throw collector.cut(at: lines.number) }
            collector.countUnreadable(line, at: lines.number, problem)
        }
    }
}
