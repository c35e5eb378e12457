/// Lines of a file that grows, out of the pieces that it is read in.
struct LogLines {
    /// The most bytes of a line; what is longer is left out, and counted.
    let maximumLine: Int
    /// Lines that were too long.
    private(set) var skipped: UInt64 = 0
    private var rest: [UInt8] = []
    private var isSkipping = false

    init(maximumLine: Int) {
        self.maximumLine = maximumLine
    }

    /// Calls `body` with each line that is complete now, empty ones left out.
    mutating func add(_ bytes: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) {
        var begin = bytes.startIndex
        while let end = bytes[begin...].firstIndex(of: UInt8(ascii: "\n")) {
            if isSkipping {
                isSkipping = false
            } else if !rest.isEmpty {
                rest += bytes[begin..<end]
                body(rest[...])
            } else if begin < end {
                body(bytes[begin..<end])
            }
            rest.removeAll(keepingCapacity: true)
            begin = end + 1
        }
        guard !isSkipping else { return }
        rest += bytes[begin...]
        guard rest.count > maximumLine else { return }
        skipped += 1
        isSkipping = true
        rest = []
    }

    /// Begins anew, as with another file.
    mutating func reset() {
        rest = []
        isSkipping = false
    }
}
