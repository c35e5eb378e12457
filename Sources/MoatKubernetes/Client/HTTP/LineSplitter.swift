import NIOCore

/// Cuts a stream of bytes into lines, whatever the parts that it comes in.
struct LineSplitter {
    private var rest = ByteBuffer()
    /// How much of `rest` has no end of line in it.
    private var searched = 0
    private let limit: Int

    /// A line has at most `limit` bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// The lines that are complete with these bytes, without their ends; empty lines are left out.
    /// Nil where a line is longer than the limit, and then nothing more may be given.
    mutating func lines(adding bytes: ByteBuffer) -> [ByteBuffer]? {
        rest.writeImmutableBuffer(bytes)
        var lines: [ByteBuffer] = []
        while let end = rest.readableBytesView.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) {
            let length = end - rest.readerIndex
            guard length <= limit, let line = rest.readSlice(length: length) else { return nil }
            rest.moveReaderIndex(forwardBy: 1)
            searched = 0
            if line.readableBytes > 0 { lines.append(line) }
        }
        searched = rest.readableBytes
        guard searched <= limit else { return nil }
        rest.discardReadBytes()
        return lines
    }

    /// What came after the last end of line.
    var remainder: ByteBuffer { rest }
}
