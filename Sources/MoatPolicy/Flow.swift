public import MoatModel

/// What the first packet of a flow says about it: all that a decision may depend on.
public struct Flow: Hashable, Sendable {
    /// The side of the firewall on which the packet arrived.
    public enum Side: String, Hashable, Sendable, CaseIterable {
        case `public` = "public"
        case `private` = "private"
    }

    public var side: Side
    public var source: IPAddress
    public var destination: IPAddress
    public var ipProtocol: IPProtocol
    /// 0 where the protocol has no ports.
    public var sourcePort: UInt16
    /// 0 where the protocol has no ports.
    public var destinationPort: UInt16

    public init(
        side: Side, source: IPAddress, destination: IPAddress, ipProtocol: IPProtocol, sourcePort: UInt16 = 0,
        destinationPort: UInt16 = 0
    ) {
        self.side = side
        self.source = source
        self.destination = destination
        self.ipProtocol = ipProtocol
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
    }
}
