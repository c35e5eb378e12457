import CSockets
import Foundation
public import Logging
public import MoatLogs
public import MoatPolicy
import Synchronization

/// The transparent proxy of application rules. Takes the connections that the kernel hands
/// over, learns the name from the ClientHello or the Host field, judges it, resolves it itself,
/// connects there from the firewall's address and relays. The address that the client dialled
/// decides nothing, so a forged name buys nothing.
///
/// TLS stays end to end: nothing is decrypted.
public final class EgressProxy: Sendable {
    /// Where it listens.
    public let port: UInt16
    /// One a loop.
    let mailboxes: [LoopMailbox]
    private let counters: LossCounters
    private let hasStopped = Atomic<Bool>(false)
    /// Signalled by each loop at its end.
    private let ended = DispatchSemaphore(value: 0)

    /// Begins to listen. Belongs to the network namespace in which it was made. Hits and bytes
    /// are added to `counters` under the numbers of the rules; `logs` gets a record of every
    /// decision.
    public init(
        _ configuration: EgressConfiguration, inForce: SnapshotInForce, resolver: any NameResolver,
        counters: RuleCounterTable, logs: LogWriter, logger: Logger
    ) throws(SocketError) {
        var configuration = configuration
        configuration.maximumConnections = Self.room(for: configuration.maximumConnections, logger)
        let losses = LossCounters()
        var parts: [(listener: Int32, epoll: Int32, mailbox: LoopMailbox)] = []
        var address = SocketAddress(address: configuration.address, port: configuration.port)
        do {
            for _ in 0..<max(1, configuration.loops) {
                let listener = try TCPSocket.listen(at: address, transparent: configuration.isTransparent)
                // With port 0 the first socket chooses for all.
                if let bound = TCPSocket.localAddress(listener) { address.port = bound.port }
                parts.append((listener, try Poller.makeDescriptor(), try LoopMailbox()))
            }
        } catch {
            for part in parts {
                close(part.listener)
                close(part.epoll)
            }
            throw error
        }
        port = address.port
        mailboxes = parts.map(\.mailbox)
        self.counters = losses
        for (index, part) in parts.enumerated() {
            let thread = Thread { [configuration, ended] in
                // A client waits while the log's thread finishes its turn.
                sockets_prefer_short_slices()
                EgressLoop(
                    configuration, listener: part.listener, epoll: part.epoll, mailbox: part.mailbox, inForce: inForce,
                    resolver: resolver, counters: counters, logs: logs, losses: losses
                ).run()
                ended.signal()
            }
            thread.name = "moat-egress-\(index)"
            thread.start()
        }
    }

    deinit {
        stop()
    }

    /// Judges every connection again and cuts those that are now denied.
    public func judgeTunnels(by snapshot: Snapshot) async -> (judged: Int, cut: Int) {
        var total = (judged: 0, cut: 0)
        for mailbox in mailboxes {
            let (judged, cut) = await withCheckedContinuation { continuation in
                mailbox.post(.judge(snapshot) { continuation.resume(returning: ($0, $1)) })
            }
            total.judged += judged
            total.cut += cut
        }
        return total
    }

    /// The connections that are relayed now.
    public func tunnels() async -> [EgressTunnel] {
        var all: [EgressTunnel] = []
        for mailbox in mailboxes {
            all += await withCheckedContinuation { continuation in
                mailbox.post(.list { continuation.resume(returning: $0) })
            }
        }
        return all
    }

    /// What was given up without a rule saying so, by name.
    public var losses: [String: UInt64] { counters.byName }

    /// Ends every connection and stops listening. Returns when the records of their ends are
    /// with the log, at the latest after a second.
    public func stop() {
        guard !hasStopped.exchange(true, ordering: .relaxed) else { return }
        for mailbox in mailboxes { mailbox.post(.stop) }
        let deadline = DispatchTime.now() + 1
        for _ in mailboxes { _ = ended.wait(timeout: deadline) }
    }

    /// Descriptors of everything else in the process.
    private static let otherDescriptors = 1024

    /// How many connections the limit on descriptors leaves room for, of those wanted; each
    /// takes two, and some a pipe.
    private static func room(for wanted: Int, _ logger: Logger) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        let needed = rlim_t(wanted * 2 + otherDescriptors)
        if limit.rlim_cur < needed {
            limit.rlim_cur = min(needed, limit.rlim_max)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        guard limit.rlim_cur < needed else { return wanted }
        let room = max(1, (Int(limit.rlim_cur) - otherDescriptors) / 2)
        logger.warning(
            "the egress proxy has room for \(room) connections instead of \(wanted): raise the limit on open files (LimitNOFILE) to \(needed)"
        )
        return room
    }
}
