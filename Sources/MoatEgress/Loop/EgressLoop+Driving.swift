import MoatLogs
import MoatModel
import MoatPolicy

extension EgressLoop {
    /// Takes a connection as far as it gets without waiting.
    func drive(_ connection: Connection) {
        switch connection.phase {
        case .hello:
            readHello(connection)
            // More of the head may be there already, of which no event would tell again.
            if connection.phase == .requestHead { readRequestHead(connection) }
        case .requestHead: readRequestHead(connection)
        case .resolving: if connection.client.isBroken { close(connection) }
        case .connecting: connecting(connection)
        case .exchange: exchange(connection)
        case .relaying: relay(connection)
        case .draining: drain(connection)
        case .closed: break
        }
    }

    /// Ends a phase that has taken too long.
    func expire(_ connection: Connection) {
        switch connection.phase {
        case .hello:
            judge(connection, .refused(.deadline), connection.parser == nil ? .http : .https)
        case .requestHead:
            if connection.received.isEmpty {
                close(connection, because: .timeout)
            } else {
                judge(connection, .refused(.deadline), .http)
            }
        case .resolving: unresolved(connection, NameResolutionError("no answer in time"))
        case .connecting:
            connection.upstream.close()
            connectNext(connection)
        case .exchange, .relaying: close(connection, reset: true, because: .timeout)
        case .draining: close(connection)
        case .closed: break
        }
    }

    // MARK: The first bytes

    private func readHello(_ connection: Connection) {
        while connection.phase == .hello {
            switch connection.client.read(into: buffer) {
            case .blocked: return
            case .failed: close(connection)
            case .ended:
                // Nothing was said: a probe of the port, which Azure does not log either.
                guard !connection.received.isEmpty else {
                    close(connection)
                    return
                }
                judge(
                    connection, .refused(connection.parser == nil ? .requestMalformed : .helloMalformed),
                    connection.parser == nil ? .http : .https)
            case .bytes(let count):
                takeHello(connection, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
            }
        }
    }

    private func takeHello(_ connection: Connection, _ bytes: UnsafeRawBufferPointer) {
        if connection.parser == nil {
            guard let snapshot = inForce.current else {
                losses.add(.withoutPolicy)
                close(connection, reset: true)
                return
            }
            let http = snapshot.lists(.http, for: connection.flow)
            let https = snapshot.lists(.https, for: connection.flow)
            let isTLS = bytes[0] == ClientHelloParser.handshakeRecord
            if !isTLS, http {
                connection.http = HTTPExchange(parser: HTTPRequestParser(client: connection.flow.source.description))
                connection.phase = .requestHead
                takeRequestHead(connection, bytes)
                return
            }
            guard isTLS, https || !http else {
                connection.received.append(contentsOf: bytes)
                judge(connection, .refused(isTLS ? .notHTTP : .notTLS), isTLS ? .http : .https)
                return
            }
            connection.parser = ClientHelloParser()
        }
        connection.received.append(contentsOf: bytes)
        switch connection.parser?.feed(bytes) {
        case .needsMore, nil: return
        case .complete(let hello):
            connection.parser = nil
            judge(connection, .tls(serverName: hello.serverName), .https)
        case .failed(.notTLS): judge(connection, .refused(.notTLS), .https)
        case .failed(.malformed): judge(connection, .refused(.helloMalformed), .https)
        case .failed(.tooLarge): judge(connection, .refused(.helloTooLarge), .https)
        }
    }

    // MARK: Relaying

    func relay(_ connection: Connection) {
        connection.deadline = now + Int64(configuration.idleTimeout)
        let sent = connection.sending.run(
            from: &connection.client, to: &connection.upstream, buffer, &pipes,
            isLast: connection.receiving.isFinished)
        let received = connection.receiving.run(
            from: &connection.upstream, to: &connection.client, buffer, &pipes,
            isLast: connection.sending.isFinished)
        if sent == .failed || received == .failed {
            close(connection, reset: true)
        } else if connection.sending.isFinished, connection.receiving.isFinished {
            close(connection)
        } else if sent == .yielded || received == .yielded {
            driveLater(connection)
        }
    }

    // MARK: After a refusal

    /// Answers the client and ends the connection once it has read the answer: closing at once
    /// with bytes unread would reset it, and the client would not see why.
    func end(_ connection: Connection, with answer: [UInt8]) {
        connection.upstream.close()
        connection.sending.release(&pipes)
        connection.received = []
        connection.http = nil
        connection.parser = nil
        connection.receiving.pending.append(answer)
        connection.phase = .draining
        connection.deadline = now + Int64(configuration.drainTimeout)
        if answer.isEmpty { TCPSocket.shutdownWrite(connection.client.descriptor) }
        drain(connection)
    }

    private func drain(_ connection: Connection) {
        if !connection.receiving.pending.isEmpty {
            guard flushAnswer(connection) else { return }
            TCPSocket.shutdownWrite(connection.client.descriptor)
        }
        for _ in 0..<16 {
            switch connection.client.read(into: buffer) {
            case .blocked: return
            case .ended, .failed:
                close(connection)
                return
            case .bytes: continue
            }
        }
        // Whoever sends this much does not listen.
        close(connection, reset: true)
    }

    /// Writes what waits for the client. False while something still waits, and where the
    /// client is gone, which closes the connection.
    func flushAnswer(_ connection: Connection) -> Bool {
        let written = connection.receiving.pending.withBytes { connection.client.write($0) }
        guard written >= 0 else {
            close(connection)
            return false
        }
        connection.receiving.pending.removeFirst(written)
        connection.exchangedReceived += UInt64(written)
        return connection.receiving.pending.isEmpty
    }
}
