/// The text of one document of a YAML stream.
struct YAMLDocumentText {
    var text: String
    /// The line of the stream on which `text` begins, from 1.
    var firstLine: Int

    /// Cuts a stream before each line that is a `---` marker. Nothing else may look like one:
    /// YAML 1.2.2, section 9.1.2, forbids it inside every kind of scalar. A stream with
    /// directives (`%YAML 1.2`), which belong to the document after them, stays whole.
    static func split(_ stream: String) -> [YAMLDocumentText] {
        let bytes = Array(stream.utf8)
        var starts: [(offset: Int, line: Int)] = [(0, 1)]
        var line = 1
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "%") { return [YAMLDocumentText(text: stream, firstLine: 1)] }
            if offset > 0, isMarker(bytes[offset...].prefix(4)) { starts.append((offset, line)) }
            let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            offset = end + 1
            line += 1
        }
        return starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1].offset : bytes.count
            return YAMLDocumentText(
                text: String(decoding: bytes[starts[index].offset..<end], as: UTF8.self), firstLine: starts[index].line)
        }
    }

    private static func isMarker(_ start: ArraySlice<UInt8>) -> Bool {
        guard start.prefix(3).elementsEqual("---".utf8) else { return false }
        return start.count == 3 || [" ", "\t", "\r", "\n"].contains(Unicode.Scalar(start[start.startIndex + 3]))
    }

    /// Whether the character at a place of this document (not of the stream) is a tab.
    func isTab(atLine line: Int, column: Int) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1) else { return false }
        return lines[line - 1].unicodeScalars.dropFirst(column - 1).first == "\t"
    }

    /// The place in the stream of a character of this document.
    func mark(atCharacter offset: Int) -> ManifestValue.Mark {
        let before = text.prefix(offset)
        let lastLine = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
        return ManifestValue.Mark(
            line: firstLine + before.count(where: \.isNewline), column: lastLine.unicodeScalars.count + 1)
    }
}
