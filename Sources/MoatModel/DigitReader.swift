/// Reads a text of digits and marks, such as a date, from left to right.
public struct DigitReader: Sendable {
    private let bytes: [UInt8]
    private var index = 0

    public init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    public var isAtEnd: Bool { index == bytes.count }

    /// Whether the character is next; then it is passed over.
    public mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// 0 to 9; nil, and nothing is passed over, where no digit is next.
    public mutating func digit() -> Int64? {
        guard index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
        defer { index += 1 }
        return Int64(bytes[index] - UInt8(ascii: "0"))
    }

    /// A number of exactly so many digits, 18 at most; nil where they are not there.
    public mutating func number(_ digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }
}
