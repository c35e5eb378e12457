/// A query as the loop reads it: in one pass over the bytes, without allocating. It keeps
/// places in the message instead of copies.
public struct ClientQuery: Sendable {
    /// What is wrong with a message that is no query to answer.
    public enum Fault: Hashable, Sendable {
        /// Not even a header, or a response: an answer could start a loop.
        case silent
        /// Answered with this code.
        case answered(DNSResponseCode)
    }

    public var id: UInt16 = 0
    public var flags = DNSFlags()
    /// After the name, where its type and class are.
    public var nameEnd = 0
    public var type = DNSType(rawValue: 0)
    public var recordClass = DNSClass(rawValue: 0)
    public var hasEDNS = false
    public var version: UInt8 = 0
    /// 512 without EDNS (RFC 1035, section 2.3.4); never less (RFC 6891, section 6.2.3).
    public var udpSize = 512
    public var dnssecOK = false

    public init() {}

    /// The question's bytes: name, type and class.
    public var questionRange: Range<Int> { DNSMessage.headerSize..<nameEnd + 4 }

    /// Reads a message; nil where it is a query to answer. Fields up to the fault are set, so
    /// that it can be answered. `lowercased` gets the name in lower case and must have room
    /// for 255 bytes.
    public mutating func read(
        _ bytes: Span<UInt8>, lowercased: inout MutableSpan<UInt8>
    ) -> Fault? {
        self = ClientQuery()
        guard bytes.count >= DNSMessage.headerSize else { return .silent }
        id = Self.uint16(bytes, 0)
        flags = DNSFlags(rawValue: Self.uint16(bytes, 2))
        guard !flags.contains(.response) else { return .silent }
        guard flags.opcode == 0 else { return .answered(.notImplemented) }
        guard Self.uint16(bytes, 4) == 1, Self.uint16(bytes, 6) == 0, Self.uint16(bytes, 8) == 0 else {
            return .answered(.formatError)
        }
        guard let nameEnd = Self.name(bytes, lowercased: &lowercased), nameEnd + 4 <= bytes.count else {
            return .answered(.formatError)
        }
        self.nameEnd = nameEnd
        type = DNSType(rawValue: Self.uint16(bytes, nameEnd))
        recordClass = DNSClass(rawValue: Self.uint16(bytes, nameEnd + 2))
        guard let end = readAdditional(bytes, from: nameEnd + 4), end == bytes.count else {
            return .answered(.formatError)
        }
        guard version == 0 else { return .answered(.badVersion) }
        return nil
    }

    /// The end of the name in the question, which has nothing before it to point to.
    private static func name(_ bytes: Span<UInt8>, lowercased: inout MutableSpan<UInt8>) -> Int? {
        let start = DNSMessage.headerSize
        var place = start
        while place < bytes.count {
            let length = Int(bytes[place])
            guard length < 64, place + length < bytes.count,
                place - start + length + (length == 0 ? 1 : 2) <= DNSName.maximumLength
            else { return nil }
            lowercased[place - start] = UInt8(length)
            place += 1
            if length == 0 { return place }
            for index in place..<place + length { lowercased[index - start] = bytes[index].asciiLowercased }
            place += length
        }
        return nil
    }

    /// Looks for OPT among the additional records (there may be a signature beside it);
    /// the end of the last of them.
    private mutating func readAdditional(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var place = start
        for _ in 0..<Self.uint16(bytes, 10) {
            guard let name = Self.skipName(bytes, from: place), name + 10 <= bytes.count else { return nil }
            let end = name + 10 + Int(Self.uint16(bytes, name + 8))
            guard end <= bytes.count else { return nil }
            if DNSType(rawValue: Self.uint16(bytes, name)) == .opt {
                guard !hasEDNS, name == place + 1, Self.hasWholeOptions(bytes, name + 10..<end) else { return nil }
                hasEDNS = true
                udpSize = max(512, Int(Self.uint16(bytes, name + 2)))
                version = bytes[name + 5]
                dnssecOK = bytes[name + 6] & 0x80 != 0
            }
            place = end
        }
        return place
    }

    private static func hasWholeOptions(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var place = range.lowerBound
        while place < range.upperBound {
            guard place + 4 <= range.upperBound else { return false }
            place += 4 + Int(uint16(bytes, place + 2))
        }
        return place == range.upperBound
    }

    private static func skipName(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var place = start
        while place < bytes.count {
            let length = Int(bytes[place])
            if length == 0 { return place + 1 }
            if length >= 0xc0 { return place + 2 <= bytes.count ? place + 2 : nil }
            guard length < 64 else { return nil }
            place += 1 + length
        }
        return nil
    }

    private static func uint16(_ bytes: Span<UInt8>, _ place: Int) -> UInt16 {
        UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
    }
}
