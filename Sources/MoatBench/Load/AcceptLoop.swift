import Glibc

/// Accepts TCP connections on a range of ports and drops what they send, until the parent
/// process goes away.
struct AcceptLoop {
    var ports: ClosedRange<UInt16>

    func run() throws(LoadError) {
        let epoll = try Epoll()
        var listeners: Set<Int32> = []
        for port in ports { listeners.insert(try listen(on: port)) }
        for listener in listeners { epoll.add(listener, for: .reading) }
        // Written unbuffered: the parent waits for it.
        _ = write(1, "ready\n", 6)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while getppid() != 1 {
            try epoll.wait(milliseconds: 500) { event in
                if listeners.contains(event.descriptor) {
                    accept(event.descriptor, into: epoll)
                } else {
                    let count = recv(event.descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                    if count == 0 || count < 0 && errno != EAGAIN { close(event.descriptor) }
                }
            }
        }
    }

    private func listen(on port: UInt16) throws(LoadError) -> Int32 {
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
        return descriptor
    }

    private func accept(_ listener: Int32, into epoll: Epoll) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            epoll.add(descriptor, for: .reading)
        }
    }
}
