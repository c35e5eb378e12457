import CSockets
import Glibc

/// epoll(7), level-triggered, of descriptors under their own numbers.
final class Epoll {
    private let descriptor: Int32
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    struct Event {
        var descriptor: Int32
        var isReadable: Bool
        var isWritable: Bool
        var isBroken: Bool
    }

    enum Interest {
        case reading, writing

        fileprivate var mask: UInt32 {
            switch self {
            case .reading: EPOLLIN.rawValue
            case .writing: EPOLLOUT.rawValue
            }
        }
    }

    init() throws(LoadError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw LoadError("epoll_create1") }
    }

    deinit {
        close(descriptor)
    }

    func add(_ watched: Int32, for interest: Interest) {
        control(EPOLL_CTL_ADD, watched, interest)
    }

    func change(_ watched: Int32, to interest: Interest) {
        control(EPOLL_CTL_MOD, watched, interest)
    }

    private func control(_ operation: Int32, _ watched: Int32, _ interest: Interest) {
        var event = epoll_event()
        event.events = interest.mask
        event.data.fd = watched
        epoll_ctl(descriptor, operation, watched, &event)
    }

    /// Waits at most so many milliseconds and calls `body` with each event.
    func wait(milliseconds: Int32, _ body: (Event) throws(LoadError) -> Void) throws(LoadError) {
        let count = Int(epoll_wait(descriptor, &events, Int32(events.count), milliseconds))
        guard count > 0 else { return }
        for event in events[..<count] {
            try body(
                Event(
                    descriptor: event.data.fd, isReadable: event.events & EPOLLIN.rawValue != 0,
                    isWritable: event.events & EPOLLOUT.rawValue != 0,
                    isBroken: event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0))
        }
    }
}
