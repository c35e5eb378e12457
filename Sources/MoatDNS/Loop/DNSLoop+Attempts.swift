import Glibc

extension DNSLoop {
    /// More queries than this are not sent for one question.
    private static let maximumAttempts = 8
    /// How long the right answer may still come after one in another case, in nanoseconds.
    private static let caseGrace: UInt64 = 200_000_000

    /// Asks the next server, or this one.
    func start(_ exchange: Exchange, on chosen: UpstreamServer? = nil, overTCP: Bool = false) {
        guard exchange.deadline > now, exchange.attempts < Self.maximumAttempts,
            let server = chosen ?? nextServer(for: exchange)
        else { return giveUp(exchange) }
        exchange.attempts += 1
        exchange.tried.insert(server.address)
        counters.queriesToServers += 1
        let token = newToken()
        let deadline = min(exchange.deadline, now &+ configuration.attemptTimeout.nanoseconds)
        guard
            let attempt = Attempt(exchange, server, isTCP: overTCP, token: token, deadline: deadline),
            overTCP || attempt.send(), poller.add(attempt.descriptor, token, overTCP ? .write : .read)
        else {
            let reason = "\(server.address) cannot be reached: \(String(cString: strerror(errno)))"
            note(reason, server, overTCP: overTCP, for: exchange)
            return start(exchange)
        }
        exchange.attempt = attempt
        targets[token] = .attempt(attempt)
        deadlines.add(.attempt(token), at: deadline)
    }

    /// The first that has not been asked, healthy ones before others; when all have been, the
    /// round begins again, unless one of them has reported a failure.
    private func nextServer(for exchange: Exchange) -> UpstreamServer? {
        let left = servers.filter { !exchange.tried.contains($0.address) }
        if let next = left.first(where: { $0.isHealthy(now) }) ?? left.first { return next }
        guard exchange.fallback == nil else { return nil }
        exchange.tried = []
        return servers.first { $0.isHealthy(now) } ?? servers.first
    }

    private func giveUp(_ exchange: Exchange) {
        if let (message, server) = exchange.fallback {
            accept(message, from: server, for: exchange)
        } else {
            finish(exchange, .failure(exchange.failure))
        }
    }

    private func note(_ reason: String, _ server: UpstreamServer, overTCP: Bool, for exchange: Exchange) {
        exchange.failure.reason = reason
        exchange.failure.transport = overTCP ? "tcp" : "udp"
        exchange.failure.server = server.address
        server.fail(reason, now: now)
        publishServers()
    }

    private func end(_ attempt: Attempt) {
        poller.remove(attempt.descriptor)
        targets[attempt.token] = nil
        attempt.exchange.attempt = nil
    }

    private func fail(_ attempt: Attempt, _ reason: String) {
        end(attempt)
        note(reason, attempt.server, overTCP: attempt.isTCP, for: attempt.exchange)
        start(attempt.exchange)
    }

    func expireAttempt(_ attempt: Attempt) {
        guard attempt.deadline <= now else { return }
        if attempt.exchange.needsTCP, !attempt.isTCP {
            end(attempt)
            start(attempt.exchange, on: attempt.server, overTCP: true)
        } else {
            fail(attempt, "no answer from \(attempt.server.address)")
        }
    }

    /// Goes on with a query whose socket is ready.
    func serveAttempt(_ attempt: Attempt) {
        if attempt.isTCP, !attempt.isSent {
            guard attempt.send() else {
                return fail(attempt, "\(attempt.server.address): \(String(cString: strerror(errno)))")
            }
            if attempt.isSent { poller.change(attempt.descriptor, attempt.token, .read) }
        }
        for _ in 0..<16 {
            switch attempt.receive(into: scratch) {
            case .nothing: return
            case .failed:
                let reason = errno == ECONNREFUSED ? "connection refused" : "connection closed"
                return fail(attempt, "\(attempt.server.address): \(reason)")
            case .message(let bytes):
                switch attempt.match(bytes) {
                case .ours: return take(bytes, attempt)
                case .foreign:
                    counters.lose(.spoofed)
                    if attempt.isTCP { return fail(attempt, "\(attempt.server.address): not an answer to the query") }
                case .otherCase:
                    counters.lose(.spoofed)
                    attempt.exchange.needsTCP = true
                    attempt.deadline = min(attempt.deadline, now &+ Self.caseGrace)
                    deadlines.add(.attempt(attempt.token), at: attempt.deadline)
                }
            }
        }
    }

    private func take(_ bytes: [UInt8], _ attempt: Attempt) {
        let exchange = attempt.exchange
        let server = attempt.server
        guard let message = try? DNSMessage(parsing: bytes) else {
            return fail(attempt, "malformed answer from \(server.address)")
        }
        end(attempt)
        if message.flags.contains(.truncated), !attempt.isTCP {
            return start(exchange, on: server, overTCP: true)
        }
        let wasHealthy = server.isHealthy(now) && server.lastError == nil
        server.succeed()
        if !wasHealthy || server.answered % 64 == 1 { publishServers() }
        switch message.responseCode {
        case .formatError where exchange.usesEDNS, .notImplemented where exchange.usesEDNS,
            .badVersion where exchange.usesEDNS:
            // A server from before EDNS.
            exchange.usesEDNS = false
            start(exchange, on: server, overTCP: attempt.isTCP)
        case .formatError, .serverFailure, .notImplemented, .refused:
            exchange.fallback = (message, server)
            start(exchange)
        default:
            accept(message, from: server, for: exchange)
        }
    }
}
