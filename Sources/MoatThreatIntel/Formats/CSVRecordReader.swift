/// The records of comma-separated values (RFC 4180), one after the other. Blanks around a field
/// are no part of it.
struct CSVRecordReader {
    struct Field {
        var start: Int
        var end: Int
        /// Whether it has quotes that are written twice.
        var hasQuotes = false
    }

    enum Outcome {
        /// Its fields are in `fields`.
        case record
        case unreadable(String)
        /// The text ends within quotes.
        case cut
    }

    private let text: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private var offset = 0
    private var lines = 0
    private(set) var fields: [Field] = []
    /// The line at which the record that was told last begins, from 1.
    private(set) var line = 0
    /// Its bytes, with the line ends in it.
    private(set) var range = 0..<0
    /// Whether it has an end, as opposed to the text ending with it.
    private(set) var isComplete = true

    init(_ text: UnsafeBufferPointer<UInt8>, separator: UInt8) {
        self.text = text
        self.separator = separator
    }

    /// Whether the next record begins with a byte.
    func isNext(_ byte: UInt8) -> Bool {
        offset < text.count && text[offset] == byte
    }

    /// Goes on after the line, whatever quotes are in it.
    mutating func skipLine() -> UnsafeBufferPointer<UInt8> {
        let start = offset
        finish(start, at: text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count, lines: 0)
        return text.slice(start, range.upperBound)
    }

    mutating func next() -> Outcome? {
        guard offset < text.count else { return nil }
        fields.removeAll(keepingCapacity: true)
        let start = offset
        var index = start
        var lineEnds = 0
        while true {
            while isBlank(index) { index += 1 }
            if index < text.count, text[index] == UInt8(ascii: "\"") {
                if let failure = readQuoted(start, &index, &lineEnds) { return failure }
            } else {
                readPlain(&index)
            }
            guard index < text.count, text[index] == separator else { break }
            index += 1
        }
        finish(start, at: index, lines: lineEnds)
        return range.count > LineReader.maximumLength ? .unreadable(IndicatorReader.tooLong) : .record
    }

    func bytes(of field: Field) -> UnsafeBufferPointer<UInt8> {
        text.slice(field.start, field.end)
    }

    func string(of field: Field) -> String {
        let string = String(decoding: bytes(of: field), as: UTF8.self)
        guard field.hasQuotes else { return string }
        return string.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
    }

    var raw: UnsafeBufferPointer<UInt8> { text.slice(range.lowerBound, range.upperBound) }

    private func isBlank(_ index: Int) -> Bool {
        index < text.count && text[index].isBlank && text[index] != separator
    }

    private func isEnd(_ index: Int) -> Bool {
        index == text.count || text[index] == separator || text[index] == UInt8(ascii: "\n")
    }

    private mutating func readPlain(_ index: inout Int) {
        let start = index
        while !isEnd(index) { index += 1 }
        var end = index
        while end > start, text[end - 1].isBlank || text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        fields.append(Field(start: start, end: end))
    }

    private mutating func readQuoted(_ start: Int, _ index: inout Int, _ lineEnds: inout Int) -> Outcome? {
        index += 1
        var field = Field(start: index, end: index)
        while true {
            guard index < text.count else {
                finish(start, at: text.count, lines: lineEnds)
                return .cut
            }
            guard index - start <= LineReader.maximumLength else {
                return abandon(start, "quotes are opened and not closed within \(LineReader.maximumLength) bytes")
            }
            if text[index] == UInt8(ascii: "\"") {
                guard index + 1 < text.count, text[index + 1] == UInt8(ascii: "\"") else { break }
                field.hasQuotes = true
                index += 1
            } else if text[index] == UInt8(ascii: "\n") {
                lineEnds += 1
            }
            index += 1
        }
        field.end = index
        fields.append(field)
        index += 1
        while isBlank(index) { index += 1 }
        if index < text.count, text[index] == UInt8(ascii: "\r") { index += 1 }
        return isEnd(index) ? nil : abandon(start, "text follows a closing quote")
    }

    /// Goes on after the line at which a record begins whose quotes are wrong.
    private mutating func abandon(_ start: Int, _ reason: String) -> Outcome {
        offset = start
        _ = skipLine()
        return .unreadable(reason)
    }

    private mutating func finish(_ start: Int, at end: Int, lines count: Int) {
        line = lines + 1
        lines += count + 1
        range = start..<end
        isComplete = end < text.count
        offset = isComplete ? end + 1 : end
    }
}
