import CSockets
import Foundation
public import Logging
public import MoatLogs
public import MoatModel
public import MoatPolicy
import Synchronization

/// Answers the DNS queries of clients inside, resolves names for the egress proxy, and keeps
/// the addresses of the names in network rules.
///
/// Answers come from a cache or from the servers of the policy. It does not iterate from the
/// root and does not validate DNSSEC; it passes on what a validating server says. An answer
/// for a name in a network rule is given only when its addresses are stored and in force, so
/// that the client's first packet is judged by them.
public final class DNSProxy: Sendable {
    private struct State {
        /// Where it listens; empty where it does not.
        var addresses: [IPAddress] = []
        var isStopped = false
    }

    private let shared: DNSShared
    private let learner: Learner
    private let state = Mutex(State())

    /// Loads the addresses of `store`, puts them in force and starts the resolver; the listener
    /// is off until `apply` turns it on. Throws what the store throws, or a `DNSProxyError`.
    public init(
        _ configuration: DNSProxyConfiguration, inForce: SnapshotInForce, store: any LearnedAddressStore,
        logs: LogWriter, logger: Logger
    ) throws {
        let learned = LearnedNames(try store.load())
        inForce.replace(names: learned.resolved)
        let shared = try DNSShared(configuration, inForce: inForce, logs: logs, logger: logger, learned: learned)
        let learner = Learner(shared, store: store)
        self.shared = shared
        self.learner = learner
        let start = StartOutcome()
        let thread = Thread {
            // A client waits while the log's thread finishes its turn.
            sockets_prefer_short_slices()
            do throws(DNSProxyError) {
                let loop = try DNSLoop(shared, learner: learner)
                start.finish(nil)
                loop.run()
            } catch {
                start.finish(error)
            }
        }
        thread.name = "moat-dns"
        thread.start()
        if let error = start.wait() {
            learner.stop()
            throw error
        }
        post(servers: configuration.hostServers, listeners: nil)
        policyChanged()
    }

    deinit {
        stop()
    }

    /// Asks the servers of the settings from now on, those of the host where it names none,
    /// and answers clients at these addresses, those of the configuration where none are
    /// given, or stops answering them. Waits until it is so. Where an address cannot be bound
    /// nothing is changed. Not to be called from a completion of `resolve`.
    public func apply(
        _ settings: FirewallPolicy.DNSSettings, at addresses: [IPAddress]? = nil
    ) throws(DNSProxyError) {
        let configuration = shared.configuration
        let servers =
            settings.servers.isEmpty
            ? configuration.hostServers
            : settings.servers.map { DNSServerAddress($0, port: configuration.serverPort) }
        try state.withLock { state throws(DNSProxyError) in
            guard !state.isStopped else { throw DNSProxyError("the DNS proxy has stopped") }
            let wanted = settings.enableProxy ? addresses ?? configuration.listenAddresses : []
            var listeners: [ListenerSockets]?
            if wanted != state.addresses {
                // Sockets at an address that stays could not be opened beside the old ones.
                if !state.addresses.isEmpty { post(servers: servers, listeners: []) }
                do throws(DNSProxyError) {
                    listeners = try openListeners(at: wanted)
                } catch {
                    post(servers: servers, listeners: try? openListeners(at: state.addresses))
                    throw error
                }
            }
            post(servers: servers, listeners: listeners)
            state.addresses = wanted
        }
    }

    private func openListeners(at addresses: [IPAddress]) throws(DNSProxyError) -> [ListenerSockets] {
        var sockets: [ListenerSockets] = []
        for address in addresses {
            let port = shared.configuration.port == 0 ? sockets.first?.address.port ?? 0 : shared.configuration.port
            sockets.append(try ListenerSockets.open(address, port: port))
        }
        return sockets
    }

    private func post(servers: [DNSServerAddress], listeners: [ListenerSockets]?) {
        let done = DispatchSemaphore(value: 0)
        if shared.post(.configure(servers: servers, listeners: listeners, done: done)) { done.wait() }
    }

    /// The port that queries are answered on; that of the configuration while the proxy is off.
    public var port: UInt16 {
        status.listening.first?.port ?? shared.configuration.port
    }

    /// To be called when another policy is in force: names that are new in its network rules
    /// are resolved at once, those that no rule lists any more are forgotten.
    public func policyChanged() {
        shared.post(.policyChanged)
    }

    /// Resolves a name, with or without a trailing dot, to its IPv4 and then its IPv6
    /// addresses. Calls `completion` once: at once and on the caller's thread where the answer
    /// is known or cannot be had, else from the DNS thread, which it must not block. Never
    /// blocks. All who ask for one name share its queries.
    public func resolve(
        _ name: String, completion: @escaping @Sendable (Result<[IPAddress], DNSResolutionError>) -> Void
    ) {
        if let addresses = shared.hosts.find(name, now: DNSShared.monotonic()) {
            return completion(.success(addresses))
        }
        guard let parsed = DNSName(name)?.lowercased, parsed != .root else {
            return completion(.failure(DNSResolutionError("not a host name")))
        }
        let text = parsed.ruleText
        if text != name, let addresses = shared.hosts.find(text, now: DNSShared.monotonic()) {
            return completion(.success(addresses))
        }
        let active = shared.lookups.add(1, ordering: .relaxed).newValue
        guard active <= shared.configuration.maximumLookups else {
            shared.lookups.subtract(1, ordering: .relaxed)
            shared.refusedLookups.add(1, ordering: .relaxed)
            return completion(.failure(DNSResolutionError("too many names are being resolved")))
        }
        guard shared.post(.lookUp(text, parsed, completion)) else {
            shared.lookups.subtract(1, ordering: .relaxed)
            return completion(.failure(DNSResolutionError("the DNS proxy has stopped")))
        }
    }

    /// What was not answered, believed or stored, by reason.
    public var losses: [String: UInt64] {
        var losses = shared.published.withLock { $0.counters }.losses
        losses[DNSCounters.Loss.lookupRefused.description] = shared.refusedLookups.load(ordering: .relaxed)
        losses["dns learned addresses that could not be stored"] = shared.unstored.load(ordering: .relaxed)
        return losses
    }

    public var status: DNSProxyStatus {
        let published = shared.published.withLock { $0 }
        var status = published.status
        status.queriesUDP = published.counters.queriesUDP
        status.queriesTCP = published.counters.queriesTCP
        status.answeredFromCache = published.counters.answeredFromCache
        status.queriesToServers = published.counters.queriesToServers
        (status.learnedNames, status.learnedAddresses) = shared.learned.withLock { ($0.nameCount, $0.addressCount) }
        return status
    }

    /// The addresses of the names in network rules that are in force, by name and address.
    public func learned() -> [LearnedAddress] {
        shared.learned.withLock { $0 }.all
    }

    /// Stops answering and resolving; what has been learned stays in force. Waits until the
    /// sockets are closed, and must not be called from a completion of `resolve`.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        guard isFirst else { return }
        let done = DispatchSemaphore(value: 0)
        if shared.post(.stop(done)) { done.wait() }
        learner.stop()
    }
}

/// How the start of the loop's thread went.
private final class StartOutcome: Sendable {
    private let error = Mutex<DNSProxyError?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    func finish(_ error: DNSProxyError?) {
        self.error.withLock { $0 = error }
        finished.signal()
    }

    func wait() -> DNSProxyError? {
        finished.wait()
        return error.withLock { $0 }
    }
}
