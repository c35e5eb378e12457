public import MoatModel

/// How a gateway sits on its machine; everything that is not policy.
public struct GatewayConfiguration: Hashable, Sendable {
    public var publicInterface: String
    public var privateInterface: String
    /// Netfilter queues, and threads that read them, for each side.
    public var queuesPerSide: Int
    /// The number of the first queue; 2 x `queuesPerSide` are used from there. Also that of the
    /// log group for unexpected packets.
    public var firstQueue: UInt16
    /// The bits of packet and conntrack marks that Moat may use: contiguous, at least 20.
    public var markMask: UInt32
    /// New flows a second that one source may open before it is limited; 0 for no limit.
    public var newFlowsPerSource: Int
    /// Where the egress proxy listens at 127.0.0.1 for flows that await a name. Nil where there
    /// is none: such flows are dropped.
    public var proxyPort: UInt16?
    /// Flows that reach the machine itself without being judged, such as an administrator's
    /// SSH: source and TCP port.
    public var management: [ManagementAccess]
    /// Seconds between two looks at the live flows for those that carry much.
    public var fatFlowInterval: Double

    public init(
        publicInterface: String, privateInterface: String, queuesPerSide: Int = 2, firstQueue: UInt16 = 100,
        markMask: UInt32 = 0x0fff_ffff, newFlowsPerSource: Int = 5000, proxyPort: UInt16? = nil,
        management: [ManagementAccess] = [], fatFlowInterval: Double = 180
    ) {
        self.publicInterface = publicInterface
        self.privateInterface = privateInterface
        self.queuesPerSide = queuesPerSide
        self.firstQueue = firstQueue
        self.markMask = markMask
        self.newFlowsPerSource = newFlowsPerSource
        self.proxyPort = proxyPort
        self.management = management
        self.fatFlowInterval = fatFlowInterval
    }

    /// `192.0.2.0/24:22`: who may reach which TCP port of the machine itself.
    public struct ManagementAccess: Hashable, Sendable {
        public var source: IPPrefix
        public var port: UInt16

        public init(source: IPPrefix, port: UInt16) {
            self.source = source
            self.port = port
        }
    }
}
