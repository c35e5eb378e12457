/// Takes fields off a message, in network order. It keeps the whole message, since names point
/// back into it.
struct DNSReader {
    let bytes: [UInt8]
    private(set) var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    mutating func uint8() throws(DNSMessageError) -> UInt8 {
        guard place < bytes.count else { throw .truncated }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func uint16() throws(DNSMessageError) -> UInt16 {
        let high = try uint8()
        return UInt16(high) << 8 | UInt16(try uint8())
    }

    mutating func uint32() throws(DNSMessageError) -> UInt32 {
        let high = try uint16()
        return UInt32(high) << 16 | UInt32(try uint16())
    }

    mutating func bytes(_ count: Int) throws(DNSMessageError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - place else { throw .truncated }
        defer { place += count }
        return bytes[place..<place + count]
    }

    /// A name, its compression pointers followed (RFC 1035, section 4.1.4). Every pointer must
    /// point before the place where the run of labels that it ends began, so that following
    /// them comes to an end.
    mutating func name() throws(DNSMessageError) -> DNSName {
        var wire: [UInt8] = []
        var position = place
        var runStart = place
        var hasJumped = false
        while true {
            guard position < bytes.count else { throw .truncated }
            let length = Int(bytes[position])
            switch length & 0xc0 {
            case 0:
                let end = position + 1 + length
                guard end <= bytes.count else { throw .truncated }
                guard wire.count + 1 + length <= DNSName.maximumLength else { throw .nameTooLong }
                wire.append(contentsOf: bytes[position..<end])
                position = end
                if length == 0 {
                    if !hasJumped { place = position }
                    return DNSName(validWire: wire)
                }
            case 0xc0:
                guard position + 1 < bytes.count else { throw .truncated }
                let target = (length & 0x3f) << 8 | Int(bytes[position + 1])
                guard target < runStart else { throw .badName }
                if !hasJumped { place = position + 2 }
                hasJumped = true
                position = target
                runStart = target
            default:
                throw .badName
            }
        }
    }
}
