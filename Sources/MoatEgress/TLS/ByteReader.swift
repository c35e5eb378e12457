/// Takes fields off the front of bytes, in network order; nil where they end too early.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func uint8() -> Int? {
        rest.popFirst().map { Int($0) }
    }

    mutating func uint16() -> Int? {
        guard let high = uint8(), let low = uint8() else { return nil }
        return high << 8 | low
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A vector with a length of one byte before it (RFC 8446, section 3.4).
    mutating func vector8() -> ByteReader? {
        uint8().flatMap { bytes($0) }.map(ByteReader.init)
    }

    /// A vector with a length of two bytes before it.
    mutating func vector16() -> ByteReader? {
        uint16().flatMap { bytes($0) }.map(ByteReader.init)
    }

    /// All that is left, as text; bytes that are no UTF-8 become U+FFFD, which no name has.
    var text: String {
        String(decoding: rest, as: UTF8.self)
    }

    var count: Int { rest.count }
}
