import CSockets
import Foundation
import MoatLogs
import MoatModel
import MoatPolicy
import Synchronization

/// The one thread that answers queries and asks servers. All of its state is its own; others
/// talk to it by commands.
final class DNSLoop {
    /// What an event of a descriptor is about.
    enum Target {
        case wakeup
        case datagrams(Listener)
        case connections(Listener)
        case client(ClientConnection)
        case attempt(Attempt)
    }

    enum Deadline {
        case attempt(UInt64)
        case client(UInt64)
        case refresh(RuleName, turn: UInt64)
        case lookup(HostLookup)
        case accept
    }

    let shared: DNSShared
    let learner: Learner
    let configuration: DNSProxyConfiguration
    let hash = KeyHash()

    var poller: Poller
    var targets: [UInt64: Target] = [:]
    private var lastToken: UInt64 = 0
    var deadlines = DeadlineQueue<Deadline>()
    /// As of the beginning of this turn.
    var now = DNSShared.monotonic()
    var wallTime = LogTimestamp.now()
    private(set) var isStopping = false

    var listeners: [Listener] = []
    let incoming = DatagramBatch(capacity: Listener.batchSize, size: ClientConnection.maximumQuery)
    let key = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: QueryKey.maximumSize)
    let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: DNSMessage.maximumSize)
    let maximumUDPSize: Int
    var connections: [UInt64: ClientConnection] = [:]
    /// Connections whose queries have been answered in this turn.
    var resumed: [ClientConnection] = []
    var connectionsBySource: [IPAddress: Int] = [:]

    /// What judges in this turn.
    var snapshot: Snapshot?
    var allowed: AllowedSources
    var limiter: SourceLimiter
    var cache: AnswerCache
    let lifetime = AnswerLifetime()
    var guardian: RebindingGuard
    var servers: [UpstreamServer] = []
    var ownServers: [DNSServerAddress] = []
    var exchanges: [[UInt8]: Exchange] = [:]
    /// Answers that wait until they are learned, and those among them that came from the cache.
    var held: [UInt64: HeldAnswer] = [:]
    var heldFromCache: [[UInt8]: UInt64] = [:]
    var lookups: [String: HostLookup] = [:]

    /// Counts the policies.
    var generation: UInt64 = 1
    var ruleNames: [String: RuleName] = [:]
    /// Names whose turn it is, and how many have had it; then come those that wait.
    var refreshQueue: [RuleName] = []
    var refreshQueueStart = 0
    /// Queries for them on their way.
    var activeRefreshes = 0

    var records: [LogRecord] = []
    var counters = DNSCounters()

    init(_ shared: DNSShared, learner: Learner) throws(DNSProxyError) {
        self.shared = shared
        self.learner = learner
        configuration = shared.configuration
        poller = try Poller()
        maximumUDPSize = min(max(512, configuration.maximumUDPSize), 4096)
        allowed = AllowedSources(additional: configuration.additionalClients)
        limiter = SourceLimiter(rate: configuration.queriesPerSecondPerSource)
        cache = AnswerCache(
            maximumEntries: configuration.maximumCacheEntries, maximumBytes: configuration.maximumCacheSize)
        guardian = RebindingGuard(allowsPrivateAnswers: configuration.allowsPrivateAnswers)
        key.initialize(repeating: 0)
        scratch.initialize(repeating: 0)
        records.reserveCapacity(2 * Listener.batchSize)
        guard poller.add(shared.wakeup, 0, .read) else { throw DNSProxyError("epoll does not take an eventfd") }
        targets[0] = .wakeup
    }

    deinit {
        key.deallocate()
        scratch.deallocate()
    }

    /// A number that no descriptor had before.
    func newToken() -> UInt64 {
        lastToken += 1
        return lastToken
    }

    /// Serves until it is told to stop.
    func run() {
        while !isStopping {
            let count = poller.wait(milliseconds: waitTime())
            now = DNSShared.monotonic()
            wallTime = .now()
            updateSnapshot()
            for index in 0..<count { serve(poller.token(index), isBroken: poller.isBroken(index)) }
            while let deadline = deadlines.pop(now: now) { expire(deadline) }
            startRefreshes()
            serveResumed()
            for listener in listeners {
                for _ in 0..<listener.flush() { counters.lose(.sendFailed) }
            }
            flushRecords()
            publish()
        }
        for command in shared.close() { perform(command) }
    }

    private func waitTime() -> Int32 {
        guard let next = deadlines.next else { return -1 }
        let time = DNSShared.monotonic()
        guard next > time else { return 0 }
        return Int32(clamping: (next - time) / 1_000_000 + 1)
    }

    private func updateSnapshot() {
        snapshot = shared.inForce.current
        if allowed.update(snapshot) { guardian.localPrefixes = snapshot?.localPrefixes ?? [] }
    }

    private func serve(_ token: UInt64, isBroken: Bool) {
        switch targets[token] {
        case .wakeup: for command in shared.takeCommands() { perform(command) }
        case .datagrams(let listener): receiveDatagrams(listener)
        case .connections(let listener): acceptConnections(listener)
        case .client(let connection): if isBroken { close(connection) } else { serveConnection(connection) }
        case .attempt(let attempt): serveAttempt(attempt)
        case nil: break
        }
    }

    private func expire(_ deadline: Deadline) {
        switch deadline {
        case .attempt(let token):
            if case .attempt(let attempt) = targets[token] { expireAttempt(attempt) }
        case .client(let token):
            if let connection = connections[token] { expireConnection(connection) }
        case .refresh(let name, let turn): refreshIsDue(name, turn: turn)
        case .lookup(let lookup): finishLookup(lookup)
        case .accept: resumeAccepting()
        }
    }

    private func perform(_ command: DNSCommand) {
        switch command {
        case .configure(let servers, let listeners, let done):
            if let listeners { replaceListeners(listeners) }
            replaceServers(servers)
            publish()
            done.signal()
        case .policyChanged: policyChanged()
        case .lookUp(let text, let name, let completion): lookUp(text, name, completion)
        case .learned(let deliveries): for delivery in deliveries { releaseDelivery(delivery) }
        case .stop(let done):
            isStopping = true
            replaceListeners([])
            failLookups("the DNS proxy has stopped")
            done.signal()
        }
    }

    private func flushRecords() {
        guard !records.isEmpty else { return }
        shared.logs.append(records)
        records.removeAll(keepingCapacity: true)
    }

    private func publish() {
        shared.published.withLock { published in
            published.counters = counters
            published.status.cacheEntries = cache.count
            published.status.cacheSize = cache.bytes
            published.status.cacheEvictions = cache.evictions
            published.status.outstandingQueries = exchanges.count
            published.status.connections = connections.count
        }
    }

    /// Publishes what changes rarely.
    func publishServers() {
        let listening = listeners.map(\.sockets.address)
        let states = servers.map { $0.status(now) }
        shared.published.withLock { published in
            published.status.listening = listening
            published.status.servers = states
            published.status.ownServers = ownServers
        }
    }
}
