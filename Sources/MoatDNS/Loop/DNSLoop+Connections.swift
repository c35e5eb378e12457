import CSockets
import Glibc
import MoatModel

extension DNSLoop {
    /// Takes what waits in line; a few, so that others get their turn.
    func acceptConnections(_ listener: Listener) {
        for _ in 0..<64 {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let number = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sockets_accept4(
                        listener.sockets.connections.number, $0, &length,
                        Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
                }
            }
            guard number >= 0 else {
                if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) { pauseAccepting() }
                return
            }
            accept(Descriptor(number), from: SocketAddress(storage))
        }
    }

    /// Without descriptors a connection stays in line, and epoll would report it forever.
    private func pauseAccepting() {
        for listener in listeners { poller.change(listener.sockets.connections, listener.connectionToken, []) }
        deadlines.add(.accept, at: now &+ 100_000_000)
    }

    func resumeAccepting() {
        for listener in listeners { poller.change(listener.sockets.connections, listener.connectionToken, .read) }
    }

    private func accept(_ descriptor: Descriptor, from address: SocketAddress) {
        guard let endpoint = address.endpoint else { return }
        guard allowed.contains(endpoint.address) else { return counters.lose(.outsideSource) }
        guard connections.count < configuration.maximumConnections,
            connectionsBySource[endpoint.address, default: 0] < configuration.maximumConnectionsPerSource
        else { return counters.lose(.connectionRefused) }
        descriptor.set(Int32(TCP_NODELAY), level: Int32(IPPROTO_TCP), to: 1)
        let connection = ClientConnection(
            descriptor, token: newToken(), address: address, endpoint: endpoint, now: now)
        guard poller.add(descriptor, connection.token, .read) else { return counters.lose(.connectionRefused) }
        targets[connection.token] = .client(connection)
        connections[connection.token] = connection
        connectionsBySource[endpoint.address, default: 0] += 1
        deadlines.add(.client(connection.token), at: now &+ configuration.idleTimeout.nanoseconds)
    }

    func close(_ connection: ClientConnection) {
        guard connection.isOpen else { return }
        connection.isOpen = false
        poller.remove(connection.descriptor)
        targets[connection.token] = nil
        connections[connection.token] = nil
        let source = connection.endpoint.address
        let others = connectionsBySource[source, default: 1] - 1
        connectionsBySource[source] = others > 0 ? others : nil
        shutdown(connection.descriptor.number, Int32(SHUT_RDWR))
    }

    /// Only whole queries keep a connection alive, so neither a client that sends byte by byte
    /// nor one that never reads does.
    func expireConnection(_ connection: ClientConnection) {
        let deadline = connection.lastQuery &+ configuration.idleTimeout.nanoseconds
        guard deadline <= now else { return deadlines.add(.client(connection.token), at: deadline) }
        counters.lose(.connectionCut)
        close(connection)
    }

    func serveConnection(_ connection: ClientConnection) {
        if !connection.isAtEnd, !connection.isBusy, !connection.receive(into: scratch) { return close(connection) }
        serveQueries(connection)
        _ = flush(connection)
    }

    /// Goes on with what was left unread while answers were outstanding.
    func serveResumed() {
        while let connection = resumed.popLast() {
            serveQueries(connection)
            _ = flush(connection)
        }
    }

    private func serveQueries(_ connection: ClientConnection) {
        while connection.isOpen, !connection.isBusy {
            do {
                guard var query = try connection.nextQuery() else { return }
                connection.lastQuery = now
                counters.queriesTCP += 1
                query.withUnsafeMutableBufferPointer {
                    handle(
                        $0,
                        from: Client(
                            path: .connection(connection), address: connection.address,
                            endpoint: connection.endpoint))
                }
            } catch {
                counters.lose(.malformed)
                close(connection)
            }
        }
    }

    /// Sends what the client takes, and asks epoll for what is needed next; false where the
    /// connection is closed.
    func flush(_ connection: ClientConnection) -> Bool {
        guard connection.isOpen else { return false }
        guard connection.flush(), !connection.isDone else {
            close(connection)
            return false
        }
        let wanted = connection.wanted
        if wanted != connection.interest {
            connection.interest = wanted
            poller.change(connection.descriptor, connection.token, wanted)
        }
        return true
    }
}
