public import MoatModel
public import MoatPolicy

/// What carries out decisions: the kernel gate in production, a recording fake in tests.
public protocol DataPlane: Sendable {
    /// Puts a snapshot in force for every new flow, then judges the live flows again and
    /// cuts those that are now denied. Throws before anything changed where the kernel
    /// refuses the change; then the previous snapshot stays in force.
    func apply(_ snapshot: Snapshot) async throws -> ApplyOutcome

    /// Puts the known threats in force without a gap, then judges the live flows again and cuts
    /// those that are now denied. Throws where the live flows can't be listed or cut; the threats
    /// are in force all the same.
    func watch(_ threats: ThreatLists) async throws -> (judged: Int, cut: Int)

    /// The flows that go through the firewall now.
    func liveFlows() async throws -> [LiveFlow]

    /// Hits and traffic by rule number; `RuleNumbering.defaultRule` is the default deny.
    func counters() async throws -> [UInt32: RuleCounters]

    /// What the gate is made of and what it had to drop, for `moat status`.
    func status() async -> DataPlaneStatus

    /// The snapshot that judges now, with the addresses that names have; nil where there is
    /// none, or names have no addresses of their own.
    var judging: Snapshot? { get }

    /// What a name resolves to; empty where it has no address or that is not known in time.
    func addresses(of name: String) async -> [IPAddress]
}

extension DataPlane {
    public func watch(_ threats: ThreatLists) async throws -> (judged: Int, cut: Int) { (0, 0) }

    public var judging: Snapshot? { nil }

    public func addresses(of name: String) async -> [IPAddress] { [] }
}

/// What an apply did to traffic.
public struct ApplyOutcome: Hashable, Sendable, Codable {
    /// Milliseconds from the start of `apply` until new flows were judged by the snapshot.
    public var inForceMilliseconds: Double
    /// Live flows judged again.
    public var flowsJudged: Int
    /// Live flows cut because they are now denied.
    public var flowsCut: Int

    public init(inForceMilliseconds: Double, flowsJudged: Int, flowsCut: Int) {
        self.inForceMilliseconds = inForceMilliseconds
        self.flowsJudged = flowsJudged
        self.flowsCut = flowsCut
    }
}

/// A flow that the firewall lets through.
public struct LiveFlow: Hashable, Sendable {
    /// The flow as its first packet arrived.
    public var flow: Flow
    /// The name that let it through the egress proxy; nil where it went by address.
    public var name: String?
    /// The number of the rule that let it in.
    public var ruleNumber: UInt32
    /// Where it goes after DNAT, or the server of a proxied connection; nil where it goes where
    /// the client meant it to.
    public var translatedDestination: Decision.Translation?
    /// The source it leaves with after SNAT; nil where not translated.
    public var translatedSource: Decision.Translation?
    /// From client to server.
    public var packetsSent: UInt64
    public var bytesSent: UInt64
    /// From server to client.
    public var packetsReceived: UInt64
    public var bytesReceived: UInt64
    /// Seconds since the first packet; nil where the kernel keeps no timestamps.
    public var age: Double?

    public init(
        flow: Flow, name: String? = nil, ruleNumber: UInt32, translatedDestination: Decision.Translation? = nil,
        translatedSource: Decision.Translation? = nil, packetsSent: UInt64 = 0, bytesSent: UInt64 = 0,
        packetsReceived: UInt64 = 0, bytesReceived: UInt64 = 0, age: Double? = nil
    ) {
        self.flow = flow
        self.name = name
        self.ruleNumber = ruleNumber
        self.translatedDestination = translatedDestination
        self.translatedSource = translatedSource
        self.packetsSent = packetsSent
        self.bytesSent = bytesSent
        self.packetsReceived = packetsReceived
        self.bytesReceived = bytesReceived
        self.age = age
    }
}

/// The state of the gate: which way it was built and every count of something lost.
public struct DataPlaneStatus: Hashable, Sendable, Codable {
    /// `nftables` or `iptables`: how packets reach the queues.
    public var queueRule: String
    public var publicInterface: String
    public var privateInterface: String
    public var queuesPerSide: Int
    /// Packets judged since the start.
    public var judged: UInt64
    /// Counts by name, such as `queue overflow, public side`; each one is something that was
    /// dropped or lost without being judged or recorded. Sorted by name when shown.
    public var losses: [String: UInt64]
    /// Connections that the egress proxy relays.
    public var proxiedConnections = 0
    /// Nil where there is no DNS proxy.
    public var names: NameServiceStatus?

    public init(
        queueRule: String, publicInterface: String, privateInterface: String, queuesPerSide: Int, judged: UInt64,
        losses: [String: UInt64]
    ) {
        self.queueRule = queueRule
        self.publicInterface = publicInterface
        self.privateInterface = privateInterface
        self.queuesPerSide = queuesPerSide
        self.judged = judged
        self.losses = losses
    }
}
