/// Reads one entry a line. Comments begin with `#`, `;` or `//` at the start of a line or after
/// a blank.
enum ListReader {
    static func read(_ text: UnsafeBufferPointer<UInt8>, into collector: inout FeedCollector) throws(FeedError) {
        try LineReader.readEntries(
            of: text, into: &collector, content: { $0 }, read: readLine)
    }

    private static func readLine(
        _ line: UnsafeBufferPointer<UInt8>, _ number: Int, into collector: inout FeedCollector
    ) throws(FeedError) -> String? {
        let end = line.firstIndex(where: \.isBlank) ?? line.count
        if end < line.count, !line.slice(end, line.count).trimmed.isComment {
            return "more text follows the entry; a comment begins with #, and columns need the format CSV"
        }
        return try collector.add(line.slice(0, end), at: number)
    }
}
