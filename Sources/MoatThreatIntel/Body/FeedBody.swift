/// What every body must be before it is read in its format: text in UTF-8, and not too long.
enum FeedBody {
    /// The text without its byte order mark. Throws where it is something else, and says what.
    static func text(
        _ body: UnsafeBufferPointer<UInt8>, maximumBytes: Int
    ) throws(FeedError) -> UnsafeBufferPointer<UInt8> {
        guard body.count <= maximumBytes else {
            throw FeedError(
                "is longer than \(maximumBytes) bytes: raise maximumBytes if that is right, or name a shorter list")
        }
        if let name = compression(of: body) {
            throw FeedError("is compressed (\(name)): name a URL or file of the list itself, not compressed")
        }
        if let name = otherEncoding(of: body) {
            throw FeedError("is text in \(name), not in UTF-8: convert it, or name another source")
        }
        let text = begins(body, with: [0xEF, 0xBB, 0xBF]) ? UnsafeBufferPointer(rebasing: body.dropFirst(3)) : body
        guard let first = text.first(where: { !isSpace($0) }) else {
            throw FeedError("is empty: the source has no list; check its URL or path")
        }
        guard first != UInt8(ascii: "<") else {
            throw FeedError(
                "is HTML or XML, not a list: the source is a page for people, of a login or an error; check its URL")
        }
        if let flaw = UTF8Check.firstFlaw(in: text) {
            let line = text[..<flaw].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
            guard text[flaw] != 0 else {
                throw FeedError(
                    "line \(line): has a NUL byte, so it is no text in UTF-8: convert it, or name another source")
            }
            throw FeedError("line \(line): is not UTF-8: convert it, or name another source")
        }
        return text
    }

    private static func compression(of body: UnsafeBufferPointer<UInt8>) -> String? {
        if begins(body, with: [0x1F, 0x8B]) { return "gzip" }
        if begins(body, with: [0x50, 0x4B, 0x03, 0x04]) || begins(body, with: [0x50, 0x4B, 0x05, 0x06]) {
            return "zip"
        }
        if begins(body, with: [0x28, 0xB5, 0x2F, 0xFD]) { return "zstd" }
        if begins(body, with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return "xz" }
        if begins(body, with: [0x42, 0x5A, 0x68]) { return "bzip2" }
        return nil
    }

    private static func otherEncoding(of body: UnsafeBufferPointer<UInt8>) -> String? {
        // UTF-32's mark begins as that of UTF-16 does.
        if begins(body, with: [0xFF, 0xFE, 0, 0]) || begins(body, with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
        if begins(body, with: [0xFF, 0xFE]) || begins(body, with: [0xFE, 0xFF]) { return "UTF-16" }
        return nil
    }

    private static func begins(_ body: UnsafeBufferPointer<UInt8>, with bytes: [UInt8]) -> Bool {
        body.starts(with: bytes)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
