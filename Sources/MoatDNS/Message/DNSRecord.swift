/// A resource record (RFC 1035, section 4.1.3).
public struct DNSRecord: Hashable, Sendable {
    public var name: DNSName
    public var type: DNSType
    /// For OPT, the sender's UDP size.
    public var recordClass: DNSClass
    /// In seconds; for OPT, the upper bits of the response code, the version and flags.
    public var timeToLive: UInt32
    /// Without compression.
    public var data: [UInt8]

    public init(
        name: DNSName, type: DNSType, recordClass: DNSClass = .internet, timeToLive: UInt32, data: [UInt8]
    ) {
        self.name = name
        self.type = type
        self.recordClass = recordClass
        self.timeToLive = timeToLive
        self.data = data
    }

    /// The name that the data of a CNAME, NS or PTR is; nil for anything else.
    public var target: DNSName? {
        guard type == .cname || type == .ns || type == .ptr else { return nil }
        var reader = DNSReader(data)
        return try? reader.name()
    }
}
