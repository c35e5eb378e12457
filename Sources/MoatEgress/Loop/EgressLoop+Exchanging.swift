import MoatModel
import MoatPolicy

/// HTTP: one request after the other, each judged by its own name, each followed with its
/// response to the end.
extension EgressLoop {
    /// Rounds of one exchange in a row, so that it does not hold up the other connections.
    private static let maximumRounds = 16

    private enum Step {
        case moved, blocked, clientGone, serverGone
    }

    // MARK: The request's head

    /// Waits for the next request of a connection.
    func awaitRequest(_ connection: Connection) {
        connection.phase = .requestHead
        connection.deadline = now + Int64(configuration.keepAliveTimeout)
    }

    func readRequestHead(_ connection: Connection) {
        if connection.upstream.isOpen, connection.upstream.isReadable || connection.upstream.isEnding {
            connection.upstream.close()
        }
        if !connection.receiving.pending.isEmpty, !flushAnswer(connection) { return }
        if !connection.received.isEmpty, connection.http?.scanned == 0 {
            let bytes = connection.received
            connection.received = []
            bytes.withUnsafeBytes { takeRequestHead(connection, $0) }
        }
        while connection.phase == .requestHead {
            switch connection.client.read(into: buffer) {
            case .blocked: return
            case .failed: close(connection)
            case .ended:
                guard connection.received.isEmpty else {
                    judge(connection, .refused(.requestMalformed), .http)
                    return
                }
                close(connection)
            case .bytes(let count):
                takeRequestHead(connection, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
            }
        }
    }

    /// Takes bytes of a head; those after it stay in `received`.
    func takeRequestHead(_ connection: Connection, _ bytes: UnsafeRawBufferPointer) {
        guard let http = connection.http else { return }
        guard connection.received.isEmpty else {
            connection.received.append(contentsOf: bytes)
            let all = connection.received
            all.withUnsafeBytes { parseRequestHead(connection, http, $0) }
            return
        }
        connection.deadline = now + Int64(configuration.requestDeadline)
        parseRequestHead(connection, http, bytes)
    }

    private func parseRequestHead(_ connection: Connection, _ http: HTTPExchange, _ bytes: UnsafeRawBufferPointer) {
        var forwarded: [UInt8] = []
        forwarded.reserveCapacity(bytes.count + 64)
        switch http.parser.parse(bytes, scanned: http.scanned, into: &forwarded) {
        case .needsMore:
            if connection.received.isEmpty { connection.received = Array(bytes) }
            http.scanned = bytes.count
        case .refused(let refusal):
            judge(connection, .refused(refusal), .http)
        case .head(let head, let size):
            connection.received = Array(bytes[size...])
            http.begin(head, forwarding: forwarded)
            judge(connection, .http(host: head.host, port: head.port, target: head.target), .http)
        }
    }

    // MARK: Request and response

    func beginExchange(_ connection: Connection) {
        guard let http = connection.http else { return }
        connection.phase = .exchange
        connection.sending.pending.append(http.forwardedHead)
        exchange(connection)
    }

    func exchange(_ connection: Connection) {
        guard let http = connection.http else { return }
        connection.deadline = now + Int64(configuration.idleTimeout)
        for _ in 0..<Self.maximumRounds {
            let sent = forwardRequest(connection, http)
            guard connection.phase == .exchange else { return }
            let received = forwardResponse(connection, http)
            guard connection.phase == .exchange else { return }
            switch (sent, received) {
            case (.clientGone, _), (_, .clientGone):
                close(connection, reset: true)
                return
            case (_, .serverGone):
                serverGone(connection, http)
                return
            // A server that reads no more may still have answered: its last words come first.
            case (.serverGone, .blocked)
            where !connection.upstream.isReadable || http.responseBody.isComplete && http.response != nil:
                serverGone(connection, http)
                return
            default: break
            }
            if http.isComplete, connection.receiving.pending.isEmpty, connection.sending.pending.isEmpty {
                finish(connection, http)
                return
            }
            guard sent == .moved || received == .moved else { return }
        }
        driveLater(connection)
    }

    private func forwardRequest(_ connection: Connection, _ http: HTTPExchange) -> Step {
        if !connection.sending.pending.isEmpty {
            let written = connection.sending.pending.withBytes { connection.upstream.write($0) }
            guard written >= 0 else { return .serverGone }
            connection.sending.pending.removeFirst(written)
            connection.exchangedSent += UInt64(written)
            guard connection.sending.pending.isEmpty else { return .blocked }
        }
        guard !http.requestBody.isComplete else { return .blocked }
        if !connection.received.isEmpty {
            let bytes = connection.received
            connection.received = []
            return bytes.withUnsafeBytes { forwardBody(connection, http, $0) }
        }
        guard connection.upstream.isWritable else { return .blocked }
        switch connection.client.read(into: buffer) {
        case .blocked: return .blocked
        case .failed, .ended: return .clientGone
        case .bytes(let count):
            return forwardBody(
                connection, http, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
        }
    }

    private func forwardBody(_ connection: Connection, _ http: HTTPExchange, _ bytes: UnsafeRawBufferPointer) -> Step {
        guard let count = http.requestBody.consume(bytes) else {
            if http.hasBegunAnswer {
                close(connection, reset: true)
            } else {
                judge(connection, .refused(.requestMalformed), .http)
            }
            return .blocked
        }
        if count < bytes.count { connection.received = Array(bytes[count...]) }
        let written = connection.upstream.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        guard written >= 0 else { return .serverGone }
        connection.exchangedSent += UInt64(written)
        if written < count {
            connection.sending.pending.append(UnsafeRawBufferPointer(rebasing: bytes[written..<count]))
        }
        return .moved
    }

    private func forwardResponse(_ connection: Connection, _ http: HTTPExchange) -> Step {
        if !connection.receiving.pending.isEmpty {
            let written = connection.receiving.pending.withBytes { connection.client.write($0) }
            guard written >= 0 else { return .clientGone }
            connection.receiving.pending.removeFirst(written)
            connection.exchangedReceived += UInt64(written)
            guard connection.receiving.pending.isEmpty else { return .blocked }
        }
        guard http.response == nil || !http.responseBody.isComplete, connection.client.isWritable else {
            return .blocked
        }
        switch connection.upstream.read(into: buffer) {
        case .blocked: return .blocked
        case .failed, .ended:
            guard http.response != nil, http.responseBody.endsWithConnection else { return .serverGone }
            http.responseBody = HTTPBodyFramer(.none)
            return .moved
        case .bytes(let count):
            let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
            guard !http.responseHead.isEmpty else { return takeResponse(connection, http, bytes) }
            let all = http.responseHead + bytes
            return all.withUnsafeBytes { takeResponse(connection, http, $0) }
        }
    }

    /// Passes on as much of a response as is understood.
    private func takeResponse(_ connection: Connection, _ http: HTTPExchange, _ bytes: UnsafeRawBufferPointer) -> Step {
        var place = 0
        while http.response == nil {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[place...])
            let scanned = place == 0 ? http.responseHead.count : 0
            switch HTTPResponseHead.parse(rest, scanned: scanned, method: http.request.method) {
            case .needsMore:
                http.responseHead = Array(rest)
                return place == 0 ? .moved : deliver(connection, http, bytes[..<place])
            case .malformed:
                losses.add(.malformedResponses)
                fail(connection, "\(connection.name) sent a response that cannot be read", .internalError)
                return .blocked
            case .head(let head, let size):
                place += size
                http.responseHead = []
                if head.isInterim { continue }
                if head.status == 101 {
                    return upgrade(connection, http, bytes, head: place)
                }
                http.response = head
                http.responseBody = HTTPBodyFramer(head.body)
            }
        }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[place...])
        guard let count = http.responseBody.consume(rest) else {
            losses.add(.malformedResponses)
            close(connection, reset: true)
            return .blocked
        }
        // What follows a response is not an answer to anything.
        if count < rest.count { http.response?.keepsAlive = false }
        return deliver(connection, http, bytes[..<(place + count)])
    }

    private func deliver(_ connection: Connection, _ http: HTTPExchange, _ bytes: Slice<UnsafeRawBufferPointer>) -> Step
    {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        http.hasBegunAnswer = true
        let written = connection.client.write(bytes)
        guard written >= 0 else { return .clientGone }
        connection.exchangedReceived += UInt64(written)
        if written < bytes.count {
            connection.receiving.pending.append(UnsafeRawBufferPointer(rebasing: bytes[written...]))
        }
        return .moved
    }

    /// Both sides speak another protocol from here on.
    private func upgrade(
        _ connection: Connection, _ http: HTTPExchange, _ bytes: UnsafeRawBufferPointer, head: Int
    ) -> Step {
        guard http.request.upgrades, http.requestBody.isComplete else {
            losses.add(.malformedResponses)
            fail(connection, "\(connection.name) changed the protocol without being asked", .internalError)
            return .blocked
        }
        connection.receiving.pending.append(bytes)
        connection.sending.pending.append(connection.received)
        connection.received = []
        connection.http = nil
        connection.phase = .relaying
        relay(connection)
        return .blocked
    }

    private func serverGone(_ connection: Connection, _ http: HTTPExchange) {
        if http.response != nil, http.responseBody.isComplete, connection.receiving.pending.isEmpty {
            // It answered without waiting for all of the request.
            end(connection, with: [])
        } else if http.mayBeRepeated {
            http.isReused = false
            http.responseHead = []
            resolveAgain(connection)
        } else {
            losses.add(.unreachable)
            fail(connection, "\(connection.name) closed the connection without an answer", .internalError)
        }
    }

    private func finish(_ connection: Connection, _ http: HTTPExchange) {
        guard http.request.keepsAlive, http.response?.keepsAlive == true else {
            end(connection, with: [])
            return
        }
        http.isReused = true
        http.scanned = 0
        connection.request = nil
        awaitRequest(connection)
        // What the client sent together is not answered a level deeper for each request.
        if connection.received.isEmpty { readRequestHead(connection) } else { driveLater(connection) }
    }
}
