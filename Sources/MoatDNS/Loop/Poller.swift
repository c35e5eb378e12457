import CSockets
import Glibc

/// Waits for descriptors (epoll(7), level-triggered). Each is known by a number that is never
/// used again, so an event of a descriptor that was closed meanwhile means nothing.
struct Poller {
    struct Interest: OptionSet {
        var rawValue: UInt32
        static let read = Interest(rawValue: EPOLLIN.rawValue)
        static let write = Interest(rawValue: EPOLLOUT.rawValue)
    }

    private let epoll: Descriptor
    private var events = [epoll_event](repeating: epoll_event(), count: 128)

    init() throws(DNSProxyError) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw DNSProxyError("epoll cannot be set up: \(String(cString: strerror(errno)))") }
        epoll = Descriptor(number)
    }

    /// False where the kernel has no room for it.
    func add(_ descriptor: Descriptor, _ token: UInt64, _ interest: Interest) -> Bool {
        control(EPOLL_CTL_ADD, descriptor, token, interest)
    }

    func change(_ descriptor: Descriptor, _ token: UInt64, _ interest: Interest) {
        _ = control(EPOLL_CTL_MOD, descriptor, token, interest)
    }

    func remove(_ descriptor: Descriptor) {
        _ = control(EPOLL_CTL_DEL, descriptor, 0, [])
    }

    private func control(_ operation: Int32, _ descriptor: Descriptor, _ token: UInt64, _ interest: Interest) -> Bool {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = token
        return epoll_ctl(epoll.number, operation, descriptor.number, &event) == 0
    }

    /// Waits at most so many milliseconds; how many descriptors are ready or have failed.
    mutating func wait(milliseconds: Int32) -> Int {
        max(0, Int(epoll_wait(epoll.number, &events, Int32(events.count), milliseconds)))
    }

    /// Whether the other side of the n-th has gone, or it has failed: epoll reports that
    /// without being asked, and again and again.
    func isBroken(_ index: Int) -> Bool {
        events[index].events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
    }

    /// Which one is the n-th of those that `wait` found.
    func token(_ index: Int) -> UInt64 {
        events[index].data.u64
    }
}
