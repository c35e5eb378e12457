import MoatModel
import Synchronization

/// One question to the resolver, which may be answered at once on the loop's own thread or
/// later on another.
final class Resolution: Sendable {
    private enum State {
        case asking
        /// The loop has gone on: the answer must be posted to it.
        case awaited
        case answered(Result<[IPAddress], NameResolutionError>)
    }

    private let token: UInt64
    private let mailbox: LoopMailbox
    private let state = Mutex(State.asking)

    init(token: UInt64, mailbox: LoopMailbox) {
        self.token = token
        self.mailbox = mailbox
    }

    func complete(_ result: Result<[IPAddress], NameResolutionError>) {
        let isAwaited = state.withLock { state in
            if case .awaited = state { return true }
            state = .answered(result)
            return false
        }
        if isAwaited { mailbox.post(.resolved(token: token, result)) }
    }

    /// The answer where it came at once; from now on it is posted.
    func answer() -> Result<[IPAddress], NameResolutionError>? {
        state.withLock { state in
            if case .answered(let result) = state { return result }
            state = .awaited
            return nil
        }
    }
}
