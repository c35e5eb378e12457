import MoatModel
import MoatPolicy

extension DNSLoop {
    /// Answers a client's message, now or when its answer has come.
    func handle(_ message: UnsafeMutableBufferPointer<UInt8>, from client: Client) {
        guard allowed.contains(client.endpoint.address) else { return counters.lose(.outsideSource) }
        guard limiter.allows(client.endpoint.address, now: now) else { return counters.lose(.overLimit) }
        var query = ClientQuery()
        let request = UnsafeBufferPointer(message)
        var lowercased = key.mutableSpan
        if let fault = query.read(request.span, lowercased: &lowercased) {
            counters.lose(.malformed)
            guard case .answered(let code) = fault else { return reject(client) }
            return refuse(query, request, client, code, nil)
        }
        guard query.recordClass == .internet else {
            return refuse(
                query, request, client, .refused,
                ExtendedError(code: ExtendedError.notSupported, text: "only class IN is answered"))
        }
        guard !query.type.isMeta else {
            // ANY is for floods (RFC 8482); zone transfers and updates are not for a proxy.
            return refuse(
                query, request, client, .refused,
                ExtendedError(code: ExtendedError.notSupported, text: "\(query.type) is not answered"))
        }
        if let threat = threat(in: query, request, client), threat.action == .deny {
            // No such name, rather than a refusal: a client would ask its next server.
            return refuse(
                query, request, client, .nameError,
                ExtendedError(
                    code: ExtendedError.blocked, text: "threat intelligence: \(threat.info.description)"))
        }
        let size = QueryKey.finish(
            key, nameSize: query.nameEnd - DNSMessage.headerSize, type: query.type, recordClass: query.recordClass,
            dnssecOK: query.dnssecOK, checkingDisabled: query.flags.contains(.checkingDisabled))
        let bytes = UnsafeBufferPointer(rebasing: key[..<size])
        let hash = self.hash(bytes.span)
        if let answer = cache.find(hash, bytes), answer.expiresAt > now {
            if isLearned(answer) {
                answer.isReferenced = true
                counters.answeredFromCache += 1
                return give(answer, to: query, request, requestSize: request.count, client, receivedAt: now)
            }
            return hold(answer, hash, for: requester(query, request, client))
        }
        join(Array(bytes), hash, requester(query, request, client))
    }

    /// Keeps what is needed of a query until its answer has come.
    private func requester(
        _ query: ClientQuery, _ request: UnsafeBufferPointer<UInt8>, _ client: Client
    ) -> Requester {
        if case .connection(let connection) = client.path { connection.pending += 1 }
        return Requester(
            client: client, query: query, request: Array(request[..<query.questionRange.upperBound]),
            requestSize: request.count, receivedAt: now)
    }

    /// Cuts a TCP client that sends what is no query; a datagram is simply not answered.
    private func reject(_ client: Client) {
        if case .connection(let connection) = client.path {
            counters.lose(.connectionCut)
            close(connection)
        }
    }

    private func refuse(
        _ query: ClientQuery, _ request: UnsafeBufferPointer<UInt8>, _ client: Client, _ code: DNSResponseCode,
        _ error: ExtendedError?
    ) {
        let sent = send(to: client, query) { buffer, _ in
            buffer.writeEmptyAnswer(
                to: query, request: request.span, code: code, ownSize: maximumUDPSize, extendedError: error)
        }
        guard let sent, query.nameEnd > 0 else { return }
        log(
            query, request, requestSize: request.count, client.endpoint, client.path, receivedAt: now, sent,
            code: code, error: error?.text)
    }

    /// Sends an answer and logs it.
    func give(
        _ answer: StoredAnswer, to query: ClientQuery, _ request: UnsafeBufferPointer<UInt8>, requestSize: Int,
        _ client: Client, receivedAt: UInt64
    ) {
        let sent = send(to: client, query) { buffer, limit in
            answer.render(
                to: query, request: request.span, into: buffer, limit: limit, ownSize: maximumUDPSize, now: now)
        }
        guard let sent else { return }
        log(answer, query, request, requestSize: requestSize, client, receivedAt: receivedAt, sent)
    }

    /// Answers one that waited.
    func give(_ outcome: ExchangeOutcome, to requester: Requester) {
        if case .connection(let connection) = requester.client.path {
            connection.pending -= 1
            // It may have been too busy to be read.
            resumed.append(connection)
        }
        requester.request.withUnsafeBufferPointer { request in
            switch outcome {
            case .answer(let answer, _):
                give(
                    answer, to: requester.query, request, requestSize: requester.requestSize, requester.client,
                    receivedAt: requester.receivedAt)
            case .failure(let failure):
                let sent = send(to: requester.client, requester.query) { buffer, _ in
                    buffer.writeEmptyAnswer(
                        to: requester.query, request: request.span, code: failure.code, ownSize: maximumUDPSize,
                        extendedError: failure.error)
                }
                guard let sent else { return }
                log(
                    requester.query, request, requestSize: requester.requestSize, requester.client.endpoint,
                    requester.client.path, receivedAt: requester.receivedAt, sent, code: failure.code,
                    error: failure.text)
            }
        }
    }

    /// What was sent: its size and flags.
    typealias Sent = (size: Int, flags: DNSFlags)

    /// Sends what `write` writes; nil where the client has gone.
    private func send(
        to client: Client, _ query: ClientQuery, _ write: (UnsafeMutableBufferPointer<UInt8>, Int) -> Sent
    ) -> Sent? {
        switch client.path {
        case .datagram(let listener):
            let limit = min(query.udpSize, maximumUDPSize)
            let (sent, failed) = listener.enqueue(to: client.address) { buffer -> (size: Int, value: Sent) in
                let sent = write(buffer, limit)
                return (sent.size, sent)
            }
            for _ in 0..<failed { counters.lose(.sendFailed) }
            return sent
        case .connection(let connection):
            guard connection.isOpen else { return nil }
            let sent = write(scratch, DNSMessage.maximumSize)
            connection.enqueue(UnsafeMutableBufferPointer(rebasing: scratch[..<sent.size]))
            return flush(connection) ? sent : nil
        }
    }
}
