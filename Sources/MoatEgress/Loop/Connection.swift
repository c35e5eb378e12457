import MoatModel
import MoatPolicy

/// A client's connection, from its acceptance to its end. Belongs to one loop.
final class Connection {
    enum Phase {
        /// The first bytes are read: is it TLS or HTTP, and for whom?
        case hello
        /// HTTP: between requests, or reading a head.
        case requestHead
        /// The name is allowed; its addresses are asked for.
        case resolving
        case connecting
        /// HTTP: request and response go through, each followed to its end.
        case exchange
        /// Bytes go through as they are.
        case relaying
        /// The client was told no; what it still sends is read and dropped, so that it gets to
        /// read the answer.
        case draining
        case closed
    }

    /// Where a connection got to, by what name and by which rule.
    struct Passage {
        var name: String
        var rule: RuleIdentity?
        var destination: IPv4Address
        var source: SocketAddress
    }

    let slot: Int
    let generation: UInt32
    /// As the client opened it.
    let flow: Flow
    let acceptedAt: Int64
    var phase = Phase.hello
    /// Milliseconds of the loop's clock, after which the phase has taken too long.
    var deadline: Int64
    var client: SocketState
    var upstream = SocketState()
    var parser: ClientHelloParser?
    /// Read from the client and not passed on: an incomplete ClientHello or head, or what came
    /// before it was its turn.
    var received: [UInt8] = []
    var sending = Pump()
    var receiving = Pump()
    var http: HTTPExchange?

    /// What is judged again after an apply; nil before anything was judged.
    var request: ApplicationRequest?
    /// The name that was judged, for the log and for resolution.
    var name = ""
    var ruleNumber: UInt32 = RuleNumbering.defaultRule
    /// What was let through last, for the record at the end; nil where nothing was.
    var passage: Passage?
    /// The rule that allowed what is under way.
    var allowingRule: RuleIdentity?
    /// Addresses of the name that were not tried yet.
    var candidates: [IPv4Address] = []
    var destination = IPv4Address(rawValue: 0)
    var source = IPv4Address(rawValue: 0)
    /// Bytes that were added to the rule's counters already.
    var countedBytes: UInt64 = 0
    /// Bytes of exchanges, which do not go through the pumps.
    var exchangedSent: UInt64 = 0
    var exchangedReceived: UInt64 = 0
    /// Waits in the loop's list of those that would go on.
    var isReady = false

    init(slot: Int, generation: UInt32, descriptor: Int32, flow: Flow, now: Int64, deadline: Int64) {
        self.slot = slot
        self.generation = generation
        self.flow = flow
        self.acceptedAt = now
        self.deadline = deadline
        client = SocketState(descriptor: descriptor, isReadable: true, isWritable: true)
    }

    /// How epoll and the resolver refer to the connection: they may do so after its end.
    var token: UInt64 { Self.token(slot: slot, generation: generation) }

    /// The lowest bit tells the upstream socket from the client's.
    static func token(slot: Int, generation: UInt32) -> UInt64 {
        UInt64(slot) << 33 | UInt64(generation) << 1
    }

    var bytesSent: UInt64 { sending.moved + exchangedSent }
    var bytesReceived: UInt64 { receiving.moved + exchangedReceived }
}
