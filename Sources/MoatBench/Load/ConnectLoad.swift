import Glibc

/// Opens TCP connections as fast as it can, a bounded number at a time, and closes each with
/// a reset as soon as it stands, so that neither side keeps TIME_WAIT.
struct ConnectLoad {
    struct Result: Codable, Sendable {
        var connections: Int
        var failures: Int
        var seconds: Double

        var perSecond: Double { Double(connections) / seconds }
    }

    var address: String
    var ports: ClosedRange<UInt16>
    var concurrency: Int
    var seconds: Double

    func run() throws(LoadError) -> Result {
        let epoll = epoll_create1(0)
        guard epoll >= 0 else { throw LoadError("epoll_create1") }
        defer { close(epoll) }
        var events = [epoll_event](repeating: epoll_event(), count: concurrency)
        var open: Set<Int32> = []
        var nextPort = ports.lowerBound
        var connections = 0
        var failures = 0
        let clock = ContinuousClock()
        let start = clock.now
        let end = start.advanced(by: .seconds(seconds))
        while clock.now < end {
            while open.count < concurrency {
                let descriptor = try begin(port: nextPort, epoll)
                nextPort = nextPort == ports.upperBound ? ports.lowerBound : nextPort + 1
                guard let descriptor else {
                    failures += 1
                    break
                }
                open.insert(descriptor)
            }
            let ready = epoll_wait(epoll, &events, Int32(events.count), 100)
            for index in 0..<Int(max(ready, 0)) {
                let descriptor = events[index].data.fd
                var error: Int32 = 0
                var length = socklen_t(4)
                getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length)
                if error == 0 { connections += 1 } else { failures += 1 }
                closeWithReset(descriptor)
                open.remove(descriptor)
            }
        }
        let elapsed = (clock.now - start) / .seconds(1)
        for descriptor in open { closeWithReset(descriptor) }
        return Result(connections: connections, failures: failures, seconds: elapsed)
    }

    /// Nil where the kernel has no port free right now.
    private func begin(port: UInt16, _ epoll: Int32) throws(LoadError) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError("socket") }
        var target = try SocketAddress.ipv4(address, port)
        let status = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 || errno == EINPROGRESS else {
            close(descriptor)
            return nil
        }
        var event = epoll_event()
        event.events = EPOLLOUT.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue
        event.data.fd = descriptor
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { throw LoadError("epoll_ctl") }
        return descriptor
    }

    private func closeWithReset(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close(descriptor)
    }
}
