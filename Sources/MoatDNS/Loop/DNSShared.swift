import CSockets
import Foundation
import Logging
import MoatLogs
import MoatModel
import MoatPolicy
import Synchronization

/// What the proxy, its loop and its learner share.
final class DNSShared: Sendable {
    /// What the loop tells others; as of its last turn.
    struct Published: Sendable {
        var counters = DNSCounters()
        var status = DNSProxyStatus()
    }

    let configuration: DNSProxyConfiguration
    let inForce: SnapshotInForce
    let logs: LogWriter
    let logger: Logger
    let hosts = HostTable()
    /// What is stored and in force.
    let learned: Mutex<LearnedNames>
    let published = Mutex(Published())
    /// Learned addresses that the store did not take.
    let unstored = Atomic<UInt64>(0)
    let lookups = Atomic<Int>(0)
    let refusedLookups = Atomic<UInt64>(0)
    let wakeup: Descriptor
    private struct Commands {
        var waiting: [DNSCommand] = []
        var isClosed = false
    }

    private let commands = Mutex(Commands())

    init(
        _ configuration: DNSProxyConfiguration, inForce: SnapshotInForce, logs: LogWriter, logger: Logger,
        learned: LearnedNames
    ) throws(DNSProxyError) {
        self.configuration = configuration
        self.inForce = inForce
        self.logs = logs
        self.logger = logger
        self.learned = Mutex(learned)
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw DNSProxyError("no eventfd: \(String(cString: strerror(errno)))") }
        wakeup = Descriptor(number)
    }

    /// Hands a command to the loop; false where the loop has ended.
    @discardableResult
    func post(_ command: DNSCommand) -> Bool {
        let (isOpen, isFirst) = commands.withLock { commands in
            guard !commands.isClosed else { return (false, false) }
            commands.waiting.append(command)
            return (true, commands.waiting.count == 1)
        }
        guard isFirst else { return isOpen }
        var one: UInt64 = 1
        // Fails only where the counter is full, and then the loop is awake.
        _ = write(wakeup.number, &one, 8)
        return true
    }

    /// Takes all commands.
    func takeCommands() -> [DNSCommand] {
        var count: UInt64 = 0
        _ = read(wakeup.number, &count, 8)
        return commands.withLock { commands in
            defer { commands.waiting = [] }
            return commands.waiting
        }
    }

    /// Takes the last commands; no more are taken from now on.
    func close() -> [DNSCommand] {
        commands.withLock { commands in
            commands.isClosed = true
            defer { commands.waiting = [] }
            return commands.waiting
        }
    }

    /// The monotonic clock, in nanoseconds; never 0.
    static func monotonic() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec) | 1
    }
}

typealias LookupCompletion = @Sendable (Result<[IPAddress], DNSResolutionError>) -> Void

/// What others ask the loop to do.
enum DNSCommand: Sendable {
    /// Asks other servers. `listeners` are the sockets to serve from now on; nil leaves those
    /// that are open.
    case configure(servers: [DNSServerAddress], listeners: [ListenerSockets]?, done: DispatchSemaphore)
    case policyChanged
    case lookUp(String, DNSName, LookupCompletion)
    /// The learner has stored what these deliveries say, and it is in force.
    case learned([UInt64])
    case stop(DispatchSemaphore)
}

extension TimeInterval {
    /// As nanoseconds; 0 for what is no duration.
    var nanoseconds: UInt64 {
        self > 0 ? UInt64(min(self, 1e6) * 1e9) : 0
    }
}
