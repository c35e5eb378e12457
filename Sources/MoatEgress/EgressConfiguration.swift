public import MoatModel

/// How the egress proxy works; everything that is not policy. Times are in milliseconds.
public struct EgressConfiguration: Sendable {
    /// Where it listens for what the kernel hands over; port 0 for any free one.
    public var address: IPv4Address
    public var port: UInt16
    /// Whether connections to any address are taken, as TPROXY hands them over. Needs
    /// CAP_NET_ADMIN.
    public var isTransparent: Bool
    /// Threads, each with connections of its own.
    public var loops: Int
    /// Connections at a time. When they are used up, the oldest that has not said yet where it
    /// wants to go makes room.
    public var maximumConnections: Int
    /// From the first byte, or the connection's opening, to a complete ClientHello or request
    /// head.
    public var requestDeadline: Int
    /// For one address of the destination.
    public var connectTimeout: Int
    public var resolveTimeout: Int
    /// Without a byte either way. Peers that vanished are found earlier, by TCP keep-alive.
    public var idleTimeout: Int
    /// Between two requests on a connection.
    public var keepAliveTimeout: Int
    /// For a client to read why it was refused.
    public var drainTimeout: Int
    /// Whether an address must not be connected to, whatever a name says; besides the
    /// firewall's own.
    public var isForbidden: @Sendable (IPv4Address) -> Bool

    public init(
        address: IPv4Address = IPv4Address(rawValue: 0x7f00_0001), port: UInt16 = 0, isTransparent: Bool = true,
        loops: Int = 2, maximumConnections: Int = 50_000, requestDeadline: Int = 10_000, connectTimeout: Int = 10_000,
        resolveTimeout: Int = 15_000, idleTimeout: Int = 3_600_000, keepAliveTimeout: Int = 90_000,
        drainTimeout: Int = 2000, isForbidden: @escaping @Sendable (IPv4Address) -> Bool = Self.isNoDestination
    ) {
        self.address = address
        self.port = port
        self.isTransparent = isTransparent
        self.loops = loops
        self.maximumConnections = maximumConnections
        self.requestDeadline = requestDeadline
        self.connectTimeout = connectTimeout
        self.resolveTimeout = resolveTimeout
        self.idleTimeout = idleTimeout
        self.keepAliveTimeout = keepAliveTimeout
        self.drainTimeout = drainTimeout
        self.isForbidden = isForbidden
    }

    /// "This host", loopback, link-local (where cloud metadata services live), multicast,
    /// reserved and broadcast addresses (RFC 6890, RFC 5771): no server on a network.
    public static let isNoDestination: @Sendable (IPv4Address) -> Bool = { address in
        let value = address.rawValue
        return value >> 24 == 0 || value >> 24 == 127 || value >> 16 == 0xa9fe || value >> 28 >= 0xe
    }
}
