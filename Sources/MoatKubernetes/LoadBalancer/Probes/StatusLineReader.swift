/// Reads the status of an HTTP answer from its first bytes, and takes no more than it needs.
struct StatusLineReader: Hashable, Sendable {
    enum Result: Hashable, Sendable {
        case incomplete
        case status(Int)
        /// It is no HTTP.
        case unreadable
    }

    /// `HTTP/1.1 200`, which is all that is looked at.
    private static let length = 12
    private var bytes: [UInt8] = []

    mutating func read(_ more: some Sequence<UInt8>) -> Result {
        for byte in more where bytes.count <= Self.length { bytes.append(byte) }
        let start = Array("HTTP/1.".utf8)
        guard bytes.starts(with: start.prefix(bytes.count)) else { return .unreadable }
        guard bytes.count > Self.length else { return .incomplete }
        let digits = bytes[9..<12]
        guard (UInt8(ascii: "0")...UInt8(ascii: "1")).contains(bytes[7]), bytes[8] == UInt8(ascii: " "),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            [UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(bytes[12])
        else { return .unreadable }
        return .status(digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }
}
