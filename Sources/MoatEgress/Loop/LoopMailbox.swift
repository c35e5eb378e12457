import CSockets
import Glibc
import MoatModel
import MoatPolicy
import Synchronization

/// What other threads tell a loop. Its descriptor is readable while something waits.
final class LoopMailbox: Sendable {
    enum Message: Sendable {
        case resolved(token: UInt64, Result<[IPAddress], NameResolutionError>)
        /// Judge every connection again and cut what is denied now.
        case judge(Snapshot, @Sendable (_ judged: Int, _ cut: Int) -> Void)
        case list(@Sendable ([EgressTunnel]) -> Void)
        case stop
    }

    let descriptor: Int32
    /// Nil once the loop has ended.
    private let messages = Mutex<[Message]?>([])

    init() throws(SocketError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw SocketError("cannot make an event counter") }
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Leaves a message. Where the loop has ended there is nothing to judge or list.
    func post(_ message: Message) {
        let isTaken = messages.withLock { messages in
            messages?.append(message)
            return messages != nil
        }
        if isTaken { eventfd_write(descriptor, 1) } else { Self.decline(message) }
    }

    func takeAll() -> [Message] {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return messages.withLock { messages in
            defer { messages?.removeAll() }
            return messages ?? []
        }
    }

    /// The loop has ended: what waits is answered, and so is what comes later.
    func close() {
        let rest = messages.withLock { messages in
            defer { messages = nil }
            return messages ?? []
        }
        for message in rest { Self.decline(message) }
    }

    private static func decline(_ message: Message) {
        switch message {
        case .resolved, .stop: break
        case .judge(_, let reply): reply(0, 0)
        case .list(let reply): reply([])
        }
    }
}
