import Glibc

/// The server behind a relay: reads a hello, and does what the record behind it says. Serves
/// until the parent process goes away.
final class RelayServer {
    private struct Connection {
        var received = 0
        var wish: RelayHello.Wish?
    }

    private let port: UInt16
    private let epoll: Epoll
    /// By descriptor.
    private var connections: [Connection] = []
    private var input = [UInt8](repeating: 0, count: 16 << 10)
    private let zeros = [UInt8](repeating: 0, count: 256 << 10)

    init(port: UInt16) throws(LoadError) {
        self.port = port
        epoll = try Epoll()
    }

    func run() throws(LoadError) {
        DescriptorLimit.raise()
        let listener = try LoadSocket.listen(on: port)
        epoll.add(listener, for: .reading)
        // Written unbuffered: the parent waits for it.
        _ = write(1, "ready\n", 6)
        while getppid() != 1 {
            try epoll.wait(milliseconds: 500) { event in
                if event.descriptor == listener {
                    accept(listener)
                } else {
                    serve(event)
                }
            }
        }
    }

    private func accept(_ listener: Int32) {
        while true {
            let descriptor = LoadSocket.accept(listener)
            guard descriptor >= 0 else { return }
            let place = Int(descriptor)
            while connections.count <= place { connections.append(Connection()) }
            connections[place] = Connection()
            epoll.add(descriptor, for: .reading)
        }
    }

    private func serve(_ event: Epoll.Event) {
        let place = Int(event.descriptor)
        if connections[place].wish == .zeros, !event.isBroken {
            let count = send(event.descriptor, zeros, zeros.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            if count < 0, errno != EAGAIN { close(event.descriptor) }
            return
        }
        let count = recv(event.descriptor, &input, input.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            if count == 0 || errno != EAGAIN { close(event.descriptor) }
            return
        }
        connections[place].received += count
        guard connections[place].wish == nil, connections[place].received >= RelayHello.size else { return }
        connections[place].wish = RelayHello.Wish(rawValue: input[count - 1])
        switch connections[place].wish {
        case .zeros: epoll.change(event.descriptor, to: .writing)
        case .hold: send(event.descriptor, RelayHello.answer, RelayHello.answerSize, Int32(MSG_NOSIGNAL))
        case .answer:
            send(event.descriptor, RelayHello.answer, RelayHello.answerSize, Int32(MSG_NOSIGNAL))
            close(event.descriptor)
        case nil: close(event.descriptor)
        }
    }
}
