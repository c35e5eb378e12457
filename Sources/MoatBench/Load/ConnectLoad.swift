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
        var open: [pollfd] = []
        var nextPort = ports.lowerBound
        var connections = 0
        var failures = 0
        let clock = ContinuousClock()
        let start = clock.now
        let end = start.advanced(by: .seconds(seconds))
        while clock.now < end {
            while open.count < concurrency {
                let descriptor = try begin(port: nextPort)
                nextPort = nextPort == ports.upperBound ? ports.lowerBound : nextPort + 1
                guard let descriptor else {
                    failures += 1
                    break
                }
                open.append(pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0))
            }
            guard poll(&open, nfds_t(open.count), 100) > 0 else { continue }
            open.removeAll { entry in
                guard entry.revents != 0 else { return false }
                var error: Int32 = 0
                var length = socklen_t(4)
                getsockopt(entry.fd, SOL_SOCKET, SO_ERROR, &error, &length)
                if error == 0 { connections += 1 } else { failures += 1 }
                closeWithReset(entry.fd)
                return true
            }
        }
        let elapsed = (clock.now - start) / .seconds(1)
        for entry in open { closeWithReset(entry.fd) }
        return Result(connections: connections, failures: failures, seconds: elapsed)
    }

    /// Nil where the kernel has no port free right now.
    private func begin(port: UInt16) throws(LoadError) -> Int32? {
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
        return descriptor
    }

    private func closeWithReset(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close(descriptor)
    }
}
