/// Takes the lines of a message head apart (RFC 9112, sections 2 to 5). Strict: lines end with
/// CR LF, a field name stands directly before its colon, nothing is folded, and no value has
/// control characters; whatever two readers could understand differently is malformed.
struct HTTPHeadReader {
    /// A field as it stands in the head, without the spaces around its value.
    struct Field {
        var name: UnsafeRawBufferPointer
        var value: UnsafeRawBufferPointer
        /// The whole line with its CR LF.
        var line: UnsafeRawBufferPointer

        /// Whether the name is `other`, which must be in lower case.
        func isNamed(_ other: StaticString) -> Bool {
            name.equalsIgnoringCase(other)
        }
    }

    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    /// - Parameter bytes: a head up to and including its empty line.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Where the head that begins the bytes ends: the place after its empty line; nil where
    /// there is none yet. `scanned` bytes were looked at before in vain.
    static func end(in bytes: UnsafeRawBufferPointer, scanned: Int) -> Int? {
        var place = max(0, scanned - 3) + 3
        while place < bytes.count {
            // The last of the four is LF: on any other byte nothing ends here.
            if bytes[place] == 0x0a {
                if bytes[place - 1] == 0x0d, bytes[place - 2] == 0x0a, bytes[place - 3] == 0x0d { return place + 1 }
                place += 1
            } else {
                place += 1
            }
        }
        return nil
    }

    /// The next line without its CR LF; nil where a CR or LF stands alone.
    mutating func line() -> UnsafeRawBufferPointer? {
        let start = place
        while place < bytes.count {
            let byte = bytes[place]
            if byte == 0x0d {
                guard place + 1 < bytes.count, bytes[place + 1] == 0x0a else { return nil }
                place += 2
                return UnsafeRawBufferPointer(rebasing: bytes[start..<place - 2])
            }
            guard byte != 0x0a else { return nil }
            place += 1
        }
        return nil
    }

    enum Next {
        case field(Field)
        case end
        case malformed
    }

    /// The next field, or the empty line that ends the head.
    mutating func next() -> Next {
        let start = place
        guard let line = line() else { return .malformed }
        guard !line.isEmpty else { return .end }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return .malformed }
        let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
        guard name.allSatisfy(Self.isTokenByte) else { return .malformed }
        var first = colon + 1
        var last = line.count
        while first < last, line[first] == 0x20 || line[first] == 0x09 { first += 1 }
        while last > first, line[last - 1] == 0x20 || line[last - 1] == 0x09 { last -= 1 }
        let value = UnsafeRawBufferPointer(rebasing: line[first..<last])
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else { return .malformed }
        return .field(
            Field(name: name, value: value, line: UnsafeRawBufferPointer(rebasing: bytes[start..<place])))
    }

    /// `tchar` of RFC 9110, section 5.6.2.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default:
            false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are those of `text`, which must be in lower case, in any case.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in 0..<count {
            let byte = self[index]
            let lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
            guard lower == other[index] else { return false }
        }
        return true
    }

    /// The members of a comma-separated list, without the spaces around them.
    func forEachListMember(_ body: (UnsafeRawBufferPointer) -> Void) {
        for member in split(separator: UInt8(ascii: ",")) {
            var part = member
            while let byte = part.first, byte == 0x20 || byte == 0x09 { part = part.dropFirst() }
            while let byte = part.last, byte == 0x20 || byte == 0x09 { part = part.dropLast() }
            if !part.isEmpty { body(UnsafeRawBufferPointer(rebasing: part)) }
        }
    }

    /// The bytes as a decimal number without sign; nil where they are none or too large.
    var decimal: UInt64? {
        guard !isEmpty, count <= 18 else { return nil }
        var value: UInt64 = 0
        for byte in self {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + UInt64(byte - 0x30)
        }
        return value
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}
