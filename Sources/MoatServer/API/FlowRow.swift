/// A live flow with the rule that let it in.
public struct FlowRow: Hashable, Sendable, Codable {
    /// `TCP`, `UDP`, `ICMP` or a protocol number.
    public var `protocol`: String
    public var source: String
    /// 0 where the protocol has no ports.
    public var sourcePort: UInt16
    public var destination: String
    public var destinationPort: UInt16
    /// The name that let it through the egress proxy.
    public var name: String?
    /// `public` or `private`: the side on which the first packet arrived.
    public var side: String
    /// Where DNAT sends it, or where the name is: `10.0.4.4:80`.
    public var translatedDestination: String?
    /// The source that SNAT gives it.
    public var translatedSource: String?
    /// `policy/group/collection/rule`; nil where the rule is gone.
    public var rule: String?
    public var ruleNumber: UInt32
    public var packetsSent: UInt64
    public var bytesSent: UInt64
    public var packetsReceived: UInt64
    public var bytesReceived: UInt64
    /// Seconds since its first packet; nil where the kernel keeps no timestamps.
    public var age: Double?

    public init(
        protocol: String, source: String, sourcePort: UInt16, destination: String, destinationPort: UInt16,
        name: String? = nil, side: String, translatedDestination: String? = nil, translatedSource: String? = nil,
        rule: String?,
        ruleNumber: UInt32, packetsSent: UInt64 = 0, bytesSent: UInt64 = 0, packetsReceived: UInt64 = 0,
        bytesReceived: UInt64 = 0, age: Double? = nil
    ) {
        self.protocol = `protocol`
        self.source = source
        self.sourcePort = sourcePort
        self.destination = destination
        self.destinationPort = destinationPort
        self.name = name
        self.side = side
        self.translatedDestination = translatedDestination
        self.translatedSource = translatedSource
        self.rule = rule
        self.ruleNumber = ruleNumber
        self.packetsSent = packetsSent
        self.bytesSent = bytesSent
        self.packetsReceived = packetsReceived
        self.bytesReceived = bytesReceived
        self.age = age
    }
}
