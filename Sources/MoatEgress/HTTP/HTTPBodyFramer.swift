/// Follows a message body through the bytes of a connection, to know where it ends. The bytes
/// themselves are passed on as they are; those that a stricter or laxer reader could understand
/// differently are refused.
///
///     chunked-body = *chunk last-chunk trailer-section CRLF            RFC 9112, section 7.1
///     chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
public struct HTTPBodyFramer: Hashable, Sendable {
    private enum State: Hashable {
        case complete
        case bytes(UInt64)
        case untilClose
        /// Reading a chunk size that has so many digits already.
        case size(UInt64, digits: Int)
        /// In a chunk extension, up to its CR.
        case chunkExtension(UInt64, length: Int)
        case sizeLineFeed(UInt64)
        case data(UInt64)
        case dataCarriageReturn
        case dataLineFeed
        /// In the trailer section; `line` is the length of the line so far.
        case trailer(total: Int, line: Int)
        case trailerLineFeed(total: Int, line: Int)
    }

    /// What a chunk extension, or all trailer lines together, may take.
    public static let maximumExtension = 4096
    public static let maximumTrailers = 16 << 10
    /// More digits than a size of 2^60 has.
    private static let maximumDigits = 15

    private var state: State

    public init(_ length: HTTPBodyLength) {
        switch length {
        case .none, .bytes(0): state = .complete
        case .bytes(let count): state = .bytes(count)
        case .untilClose: state = .untilClose
        case .chunked: state = .size(0, digits: 0)
        }
    }

    public var isComplete: Bool { state == .complete }

    /// Whether the end of the connection is the end of the body.
    public var endsWithConnection: Bool { state == .untilClose }

    /// How many of the bytes belong to the body: all of them unless it ends among them. Nil
    /// where they are no chunked body.
    public mutating func consume(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var place = 0
        while place < bytes.count {
            switch state {
            case .complete:
                return place
            case .untilClose:
                return bytes.count
            case .bytes(let left):
                let count = min(UInt64(bytes.count - place), left)
                state = count == left ? .complete : .bytes(left - count)
                place += Int(count)
            case .data(let left):
                let count = min(UInt64(bytes.count - place), left)
                state = count == left ? .dataCarriageReturn : .data(left - count)
                place += Int(count)
            default:
                guard step(bytes[place]) else { return nil }
                place += 1
            }
        }
        return place
    }

    /// Takes one byte of what is not data.
    private mutating func step(_ byte: UInt8) -> Bool {
        let isCarriageReturn = byte == 0x0d
        let isLineFeed = byte == 0x0a
        switch state {
        case .size(let size, let digits):
            if let digit = Self.hexadecimal(byte) {
                guard digits < Self.maximumDigits else { return false }
                state = .size(size << 4 | UInt64(digit), digits: digits + 1)
                return true
            }
            guard digits > 0 else { return false }
            switch byte {
            case 0x0d: state = .sizeLineFeed(size)
            case UInt8(ascii: ";"), UInt8(ascii: " "), UInt8(ascii: "\t"): state = .chunkExtension(size, length: 1)
            default: return false
            }
            return true
        case .chunkExtension(let size, let length):
            if isCarriageReturn {
                state = .sizeLineFeed(size)
                return true
            }
            state = .chunkExtension(size, length: length + 1)
            return !isLineFeed && byte != 0 && length < Self.maximumExtension
        case .sizeLineFeed(let size):
            state = size == 0 ? .trailer(total: 0, line: 0) : .data(size)
            return isLineFeed
        case .dataCarriageReturn:
            state = .dataLineFeed
            return isCarriageReturn
        case .dataLineFeed:
            state = .size(0, digits: 0)
            return isLineFeed
        case .trailer(let total, let line):
            state =
                isCarriageReturn
                ? .trailerLineFeed(total: total, line: line) : .trailer(total: total + 1, line: line + 1)
            return !isLineFeed && byte != 0 && total < Self.maximumTrailers
        case .trailerLineFeed(let total, let line):
            state = line == 0 ? .complete : .trailer(total: total + 2, line: 0)
            return isLineFeed
        case .complete, .bytes, .untilClose, .data:
            return true
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
