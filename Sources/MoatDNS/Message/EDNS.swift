/// What an OPT record says (RFC 6891).
public struct EDNS: Hashable, Sendable {
    public struct Option: Hashable, Sendable {
        public var code: UInt16
        public var data: [UInt8]

        public init(code: UInt16, data: [UInt8]) {
            self.code = code
            self.data = data
        }
    }

    /// Extended DNS errors (RFC 8914).
    public static let extendedError: UInt16 = 15

    /// The largest UDP message that its sender takes, in bytes.
    public var udpSize: UInt16
    /// The upper eight bits of the response code.
    public var upperResponseCode: UInt8
    public var version: UInt8
    /// DO: the sender wants DNSSEC records (RFC 3225).
    public var dnssecOK: Bool
    public var options: [Option]

    public init(
        udpSize: UInt16, upperResponseCode: UInt8 = 0, version: UInt8 = 0, dnssecOK: Bool = false,
        options: [Option] = []
    ) {
        self.udpSize = udpSize
        self.upperResponseCode = upperResponseCode
        self.version = version
        self.dnssecOK = dnssecOK
        self.options = options
    }

    init(_ record: DNSRecord) throws(DNSMessageError) {
        guard record.name == .root else { throw .badOPT }
        self.init(
            udpSize: record.recordClass.rawValue, upperResponseCode: UInt8(record.timeToLive >> 24),
            version: UInt8(record.timeToLive >> 16 & 0xff), dnssecOK: record.timeToLive & 0x8000 != 0)
        var reader = DNSReader(record.data)
        while !reader.isAtEnd {
            let code = try reader.uint16()
            let length = Int(try reader.uint16())
            options.append(Option(code: code, data: Array(try reader.bytes(length))))
        }
    }

    /// As it is sent.
    public var record: DNSRecord {
        var data: [UInt8] = []
        for option in options {
            data.append(uint16: option.code)
            data.append(uint16: UInt16(truncatingIfNeeded: option.data.count))
            data.append(contentsOf: option.data)
        }
        return DNSRecord(
            name: .root, type: .opt, recordClass: DNSClass(rawValue: udpSize),
            timeToLive: UInt32(upperResponseCode) << 24 | UInt32(version) << 16 | (dnssecOK ? 0x8000 : 0), data: data)
    }
}

extension [UInt8] {
    mutating func append(uint16 value: UInt16) {
        append(UInt8(value >> 8))
        append(UInt8(value & 0xff))
    }

    mutating func append(uint32 value: UInt32) {
        append(uint16: UInt16(value >> 16))
        append(uint16: UInt16(value & 0xffff))
    }
}
