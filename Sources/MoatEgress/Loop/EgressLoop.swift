import Glibc
import Logging
import MoatLogs
import MoatModel
import MoatPolicy

/// One thread of the egress proxy: its connections, from acceptance to end.
///
/// A connection is driven whenever one of its sockets can do something, as far as it gets
/// without waiting. Nothing here blocks but the wait for events.
final class EgressLoop {
    private static let listenerToken = UInt64.max
    private static let mailboxToken = UInt64.max - 1
    /// Connections accepted in a row, so that those that stand are not held up.
    private static let maximumAccepts = 64
    /// What one read takes at most, and so what a connection whose other side takes no more may
    /// leave in memory. Bulk is spliced and does not come here.
    private static let bufferSize = 32 << 10

    let configuration: EgressConfiguration
    let inForce: SnapshotInForce
    let resolver: any NameResolver
    let logs: LogWriter
    let losses: LossCounters
    let mailbox: LoopMailbox
    let poller: Poller
    var pipes: PipePool
    var counters: RuleCounterTable.Writer
    let buffer: UnsafeMutableRawBufferPointer
    /// Milliseconds since some moment; read once a round.
    var now: Int64 = 0
    var records: [LogRecord] = []
    var failures: FailureLog

    private let listener: Int32
    private let maximumConnections: Int
    private var slots: [Connection?] = []
    private var freeSlots: [Int] = []
    private var nextGeneration: UInt32 = 0
    private var count = 0
    /// Connections in the order of their acceptance, of which the first is the oldest that may
    /// not have said yet where it wants to go.
    private var unnamed: [UInt64] = []
    private var firstUnnamed = 0
    private var ready: [Connection] = []
    private var nextSweep: Int64 = 0
    private var isListening = true
    private var isStopping = false

    /// `listener` and `epoll` are owned by the loop from here on.
    init(
        _ configuration: EgressConfiguration, listener: Int32, epoll: Int32, mailbox: LoopMailbox,
        inForce: SnapshotInForce, resolver: any NameResolver, counters: RuleCounterTable, logs: LogWriter,
        losses: LossCounters
    ) {
        self.configuration = configuration
        self.listener = listener
        self.mailbox = mailbox
        self.inForce = inForce
        self.resolver = resolver
        self.counters = counters.writer()
        self.logs = logs
        self.losses = losses
        poller = Poller(epoll)
        pipes = PipePool(limit: 256, size: 256 << 10)
        buffer = .allocate(byteCount: Self.bufferSize, alignment: 4096)
        maximumConnections = max(1, configuration.maximumConnections / max(1, configuration.loops))
        failures = FailureLog()
    }

    deinit {
        buffer.deallocate()
    }

    /// Serves until `stop` is posted.
    func run() {
        // A client that goes away while bytes are spliced to it must not end the process.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        now = Self.clock()
        nextSweep = now + 1000
        poller.addLevelTriggered(listener, token: Self.listenerToken)
        poller.addLevelTriggered(mailbox.descriptor, token: Self.mailboxToken)
        while !isStopping {
            poller.wait(milliseconds: ready.isEmpty ? Int32(max(0, min(1000, nextSweep - now))) : 0) { event in
                now = Self.clock()
                handle(event)
            }
            now = Self.clock()
            driveReady()
            if now >= nextSweep { sweep() }
            if !records.isEmpty {
                logs.append(records)
                records.removeAll(keepingCapacity: true)
            }
        }
        for connection in slots.compactMap({ $0 }) {
            close(connection, reset: true, because: .firewallStop)
        }
        if !records.isEmpty { logs.append(records) }
        Glibc.close(listener)
        mailbox.close()
    }

    static func clock() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    private func handle(_ event: Poller.Event) {
        switch event.token {
        case Self.listenerToken: accept()
        case Self.mailboxToken: for message in mailbox.takeAll() { receive(message) }
        default:
            guard let connection = connection(event.token) else { return }
            if event.token & 1 == 0 {
                connection.client.note(event)
            } else {
                connection.upstream.note(event)
            }
            drive(connection)
        }
    }

    private func receive(_ message: LoopMailbox.Message) {
        switch message {
        case .stop: isStopping = true
        case .resolved(let token, let result):
            guard let connection = connection(token), connection.phase == .resolving else { return }
            resolved(connection, result)
        case .judge(let snapshot, let reply):
            let (judged, cut) = judgeAgain(by: snapshot)
            reply(judged, cut)
        case .list(let reply): reply(tunnels())
        }
    }

    private func connection(_ token: UInt64) -> Connection? {
        let slot = Int(token >> 33)
        guard slot < slots.count, let connection = slots[slot],
            connection.generation == UInt32(truncatingIfNeeded: token >> 1)
        else { return nil }
        return connection
    }

    /// Continues with a connection after the others had their turn.
    func driveLater(_ connection: Connection) {
        guard !connection.isReady else { return }
        connection.isReady = true
        ready.append(connection)
    }

    private func driveReady() {
        guard !ready.isEmpty else { return }
        let turn = ready
        ready.removeAll(keepingCapacity: true)
        for connection in turn {
            connection.isReady = false
            drive(connection)
        }
    }

    // MARK: Beginning and end

    private func accept() {
        for _ in 0..<Self.maximumAccepts {
            guard let (descriptor, client) = TCPSocket.accept(listener) else {
                if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM {
                    // The listener stays readable: without a pause the loop would spin.
                    losses.add(.noDescriptors)
                    poller.remove(listener)
                    isListening = false
                }
                return
            }
            guard let dialled = TCPSocket.localAddress(descriptor), makeRoom() else {
                losses.add(.noRoom)
                Glibc.close(descriptor)
                continue
            }
            let flow = Flow(
                side: .private, source: .v4(client.address), destination: .v4(dialled.address), ipProtocol: .tcp,
                sourcePort: client.port, destinationPort: dialled.port)
            let slot = freeSlots.popLast() ?? slots.count
            nextGeneration &+= 1
            let connection = Connection(
                slot: slot, generation: nextGeneration, descriptor: descriptor, flow: flow, now: now,
                deadline: now + Int64(configuration.requestDeadline))
            if slot == slots.count { slots.append(connection) } else { slots[slot] = connection }
            count += 1
            guard poller.add(descriptor, token: connection.token) else {
                losses.add(.noDescriptors)
                close(connection, reset: true)
                continue
            }
            unnamed.append(connection.token)
            // Its first bytes have often come with it.
            drive(connection)
        }
    }

    /// Sees that there is room for one more connection, at the cost of the oldest that has not
    /// said where it wants to go. False where all have.
    private func makeRoom() -> Bool {
        guard count >= maximumConnections else { return true }
        while firstUnnamed < unnamed.count {
            let token = unnamed[firstUnnamed]
            firstUnnamed += 1
            guard let oldest = connection(token), oldest.phase == .hello else { continue }
            losses.add(.noRoom)
            close(oldest, reset: true)
            return true
        }
        return false
    }

    /// Ends a connection at once, with a reset where the other side must know that something is
    /// missing. `reason` is what its record says; nil for the one that goes with `reset`.
    func close(_ connection: Connection, reset: Bool = false, because reason: MoatFlow.CloseReason? = nil) {
        guard connection.phase != .closed else { return }
        connection.phase = .closed
        count(connection)
        recordEnd(connection, reason ?? (reset ? .reset : .closed))
        connection.sending.release(&pipes)
        connection.receiving.release(&pipes)
        connection.client.close(reset: reset)
        connection.upstream.close(reset: reset)
        slots[connection.slot] = nil
        freeSlots.append(connection.slot)
        count -= 1
    }

    /// Adds the traffic since the last time to the rule.
    func count(_ connection: Connection) {
        let total = connection.bytesSent + connection.bytesReceived
        guard total > connection.countedBytes else { return }
        counters.add(connection.ruleNumber, packets: 0, bytes: total - connection.countedBytes)
        connection.countedBytes = total
    }

    // MARK: Every second

    private func sweep() {
        nextSweep = now + 1000
        if !isListening {
            poller.addLevelTriggered(listener, token: Self.listenerToken)
            isListening = true
        }
        if firstUnnamed > 1024 || firstUnnamed == unnamed.count {
            unnamed.removeFirst(firstUnnamed)
            firstUnnamed = 0
        }
        while firstUnnamed < unnamed.count, connection(unnamed[firstUnnamed])?.phase != .hello { firstUnnamed += 1 }
        for connection in slots {
            guard let connection else { continue }
            count(connection)
            if now >= connection.deadline { expire(connection) }
        }
    }

    private func tunnels() -> [EgressTunnel] {
        slots.compactMap { connection in
            guard let connection, connection.phase == .relaying || connection.phase == .exchange else { return nil }
            return EgressTunnel(
                flow: connection.flow, name: connection.name, destination: connection.destination,
                source: connection.source, ruleNumber: connection.ruleNumber, bytesSent: connection.bytesSent,
                bytesReceived: connection.bytesReceived, age: Double(now - connection.acceptedAt) / 1000)
        }
    }

    private func judgeAgain(by snapshot: Snapshot) -> (judged: Int, cut: Int) {
        var judged = 0
        var cut = 0
        for connection in slots {
            guard let connection, connection.phase != .draining, connection.phase != .hello else { continue }
            judged += 1
            if !stillAllowed(connection, by: snapshot) {
                close(connection, reset: true, because: .policyChange)
                cut += 1
            }
        }
        return (judged, cut)
    }
}
