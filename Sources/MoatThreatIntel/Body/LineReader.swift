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
}
