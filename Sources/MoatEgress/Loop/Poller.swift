import CSockets
import Glibc

/// epoll(7), edge-triggered: each descriptor is added once for everything and never touched
/// again until it is closed, which takes it out.
struct Poller: ~Copyable {
    private static let capacity = 256

    private let descriptor: Int32
    private let events: UnsafeMutablePointer<epoll_event>

    static func makeDescriptor() throws(SocketError) -> Int32 {
        let descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SocketError("cannot make an epoll descriptor") }
        return descriptor
    }

    /// - Parameter descriptor: owned by the poller from here on.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        events = .allocate(capacity: Self.capacity)
    }

    deinit {
        close(descriptor)
        events.deallocate()
    }

    /// What an event says of a descriptor.
    struct Event {
        var token: UInt64
        var isReadable: Bool
        var isWritable: Bool
        /// The peer has sent its last byte, or the connection is broken.
        var isEnding: Bool
        /// Neither side can send any more.
        var isBroken: Bool
    }

    /// False where the kernel has no room for it.
    func add(_ watched: Int32, token: UInt64) -> Bool {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        event.data.u64 = token
        return epoll_ctl(descriptor, EPOLL_CTL_ADD, watched, &event) == 0
    }

    /// Adds a listening socket or an event counter: told of as long as something is there. It
    /// fails only where the kernel has no memory left; then the next try is a second away.
    func addLevelTriggered(_ watched: Int32, token: UInt64) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = token
        epoll_ctl(descriptor, EPOLL_CTL_ADD, watched, &event)
    }

    func remove(_ watched: Int32) {
        epoll_ctl(descriptor, EPOLL_CTL_DEL, watched, nil)
    }

    /// Waits at most so many milliseconds and calls `body` with each event.
    func wait(milliseconds: Int32, _ body: (Event) -> Void) {
        let count = Int(epoll_wait(descriptor, events, Int32(Self.capacity), milliseconds))
        guard count > 0 else { return }
        for index in 0..<count {
            let event = events[index]
            let isBroken = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
            body(
                Event(
                    token: event.data.u64, isReadable: isBroken || event.events & EPOLLIN.rawValue != 0,
                    isWritable: isBroken || event.events & EPOLLOUT.rawValue != 0,
                    isEnding: isBroken || event.events & EPOLLRDHUP.rawValue != 0, isBroken: isBroken))
        }
    }
}

extension SocketState {
    /// Takes note of what an event says.
    mutating func note(_ event: Poller.Event) {
        if event.isReadable || event.isEnding { isReadable = true }
        if event.isWritable { isWritable = true }
        if event.isEnding { isEnding = true }
        if event.isBroken { isBroken = true }
    }
}
