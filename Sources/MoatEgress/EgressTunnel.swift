public import MoatModel
public import MoatPolicy

/// A connection that the egress proxy relays now.
public struct EgressTunnel: Hashable, Sendable {
    /// As the client opened it.
    public var flow: Flow
    /// The name that let it through.
    public var name: String
    /// Where it really goes: the address that the name resolved to.
    public var destination: IPv4Address
    /// The firewall's address with which it goes there.
    public var source: IPv4Address
    public var ruleNumber: UInt32
    /// From client to server.
    public var bytesSent: UInt64
    /// From server to client.
    public var bytesReceived: UInt64
    /// Seconds since the client connected.
    public var age: Double
}
