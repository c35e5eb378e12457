import Glibc

/// Accepts TCP connections on a range of ports and drops what they send, until the parent
/// process goes away.
struct AcceptLoop {
    var ports: ClosedRange<UInt16>

    func run() throws(LoadError) {
        let epoll = epoll_create1(0)
        guard epoll >= 0 else { throw LoadError("epoll_create1") }
        var listeners: Set<Int32> = []
        for port in ports { listeners.insert(try listen(on: port, epoll)) }
        print("ready")
        fflush(stdout)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var events = [epoll_event](repeating: epoll_event(), count: 512)
        while getppid() != 1 {
            let ready = epoll_wait(epoll, &events, Int32(events.count), 500)
            for index in 0..<Int(max(ready, 0)) {
                let descriptor = events[index].data.fd
                if listeners.contains(descriptor) {
                    try accept(descriptor, epoll)
                } else {
                    let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                    if count == 0 || count < 0 && errno != EAGAIN { close(descriptor) }
                }
            }
        }
    }

    private func listen(on port: UInt16, _ epoll: Int32) throws(LoadError) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError("socket") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        var address = try SocketAddress.ipv4("0.0.0.0", port)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 4096) == 0 else { throw LoadError("listen on port \(port)") }
        try watch(descriptor, epoll)
        return descriptor
    }

    private func accept(_ listener: Int32, _ epoll: Int32) throws(LoadError) {
        while true {
            let descriptor = accept4(listener, nil, nil, Int32(SOCK_NONBLOCK.rawValue))
            guard descriptor >= 0 else { return }
            try watch(descriptor, epoll)
        }
    }

    private func watch(_ descriptor: Int32, _ epoll: Int32) throws(LoadError) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.fd = descriptor
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { throw LoadError("epoll_ctl") }
    }
}
