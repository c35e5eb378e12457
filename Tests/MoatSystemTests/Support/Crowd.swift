import Glibc
import MoatLab
import MoatModel

/// Many TCP connections that one test holds open and does little with.
final class Crowd {
    private var descriptors: [Int32] = []
    /// POLLRDHUP, which Glibc's module leaves out.
    private static let hangup: Int16 = 0x2000

    /// Opens them from addresses of the namespace, which take turns; each sends `bytes` when it
    /// stands. Those that do not stand after the time are left out.
    init(
        of count: Int, from namespace: NetworkNamespace, sources: [String] = ["10.0.5.7"], to address: String,
        _ port: UInt16, sending bytes: [UInt8] = [], within limit: Duration = .seconds(15)
    ) throws {
        Self.raiseDescriptorLimit(to: UInt(count) + 4096)
        let (target, locals) = (Rules.address(address), sources.map { Rules.address($0) })
        let opened = try namespace.withNamespace {
            (0..<count).compactMap { number -> Int32? in
                let descriptor = socket(
                    AF_INET,
                    Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
                guard descriptor >= 0 else { return nil }
                let local = ProbeAddress(locals[number % locals.count], 0)
                let status = local.withPointer { bind(descriptor, $0, $1) }
                let connecting = ProbeAddress(target, port).withPointer { connect(descriptor, $0, $1) }
                guard status == 0, connecting == 0 || errno == EINPROGRESS else {
                    Glibc.close(descriptor)
                    return nil
                }
                return descriptor
            }
        }
        let end = ContinuousClock.now + limit
        var waiting = opened
        while !waiting.isEmpty, ContinuousClock.now < end {
            var polled = waiting.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
            guard poll(&polled, nfds_t(polled.count), 100) > 0 else { continue }
            waiting = []
            for entry in polled {
                if entry.revents == 0 {
                    waiting.append(entry.fd)
                } else if !Self.stood(entry.fd) {
                    Glibc.close(entry.fd)
                } else {
                    if !bytes.isEmpty { _ = Glibc.send(entry.fd, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
                    descriptors.append(entry.fd)
                }
            }
        }
        for descriptor in waiting { closeWithReset(descriptor) }
    }

    deinit {
        for descriptor in descriptors { closeWithReset(descriptor) }
    }

    /// Whether a connection came about, even if it is ended by now.
    private static func stood(_ descriptor: Int32) -> Bool {
        var error: Int32 = 0
        var length = socklen_t(4)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
        return error == 0 || error == ECONNRESET
    }

    /// How many were opened.
    var count: Int { descriptors.count }

    /// Sends a byte on each.
    func drip(_ byte: UInt8) {
        for descriptor in descriptors {
            _ = send(descriptor, [byte], 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
    }

    /// How many the other side has ended by now, whether or not it said something first.
    func ended() -> Int {
        var polled = descriptors.map { pollfd(fd: $0, events: Self.hangup, revents: 0) }
        poll(&polled, nfds_t(polled.count), 0)
        return polled.count { $0.revents != 0 }
    }

    private static func raiseDescriptorLimit(to count: UInt) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur < count else { return }
        limit.rlim_cur = count
        limit.rlim_max = max(limit.rlim_max, count)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
