import MoatModel

extension DNSLoop {
    /// Makes a query wait for an answer from the servers; for the same one as others where it
    /// is on its way already.
    func join(_ key: [UInt8], _ hash: UInt64, _ requester: Requester) {
        if let exchange = exchanges[key] {
            guard exchange.requesters.count < configuration.maximumWaitersPerQuery else {
                return turnAway(requester)
            }
            exchange.requesters.append(requester)
        } else {
            guard exchanges.count - held.count < configuration.maximumOutstandingQueries else {
                return turnAway(requester)
            }
            let exchange = makeExchange(key, hash)
            exchange.requesters.append(requester)
            start(exchange)
        }
    }

    /// Makes one of our own wait for an answer: from the cache where `usesCache`, else from
    /// the servers.
    func watch(_ question: DNSQuestion, _ watcher: Exchange.Watcher, usesCache: Bool) {
        let key = QueryKey.bytes(question)
        let hash = self.hash(key.span)
        if usesCache, let answer = key.withUnsafeBufferPointer({ cache.find(hash, $0) }), answer.expiresAt > now,
            isLearned(answer)
        {
            answer.isReferenced = true
            return tell(watcher, question.type, .answer(answer, server: nil))
        }
        if let exchange = exchanges[key] {
            exchange.watchers.append(watcher)
        } else if exchanges.count - held.count < configuration.maximumOutstandingQueries {
            let exchange = makeExchange(key, hash)
            exchange.watchers.append(watcher)
            start(exchange)
        } else {
            counters.lose(.tooManyOutstanding)
            tell(watcher, question.type, .failure(ExchangeFailure(reason: "too many queries are outstanding")))
        }
    }

    func makeExchange(_ key: [UInt8], _ hash: UInt64) -> Exchange {
        let exchange = Exchange(key: key, hash: hash, deadline: now &+ configuration.queryTimeout.nanoseconds)
        exchanges[key] = exchange
        return exchange
    }

    func turnAway(_ requester: Requester) {
        counters.lose(.tooManyOutstanding)
        give(.failure(ExchangeFailure(reason: "too many queries are outstanding")), to: requester)
    }

    /// Takes what a server said, the last word on it being the guard's, and gives it to all
    /// who wait once it is learned.
    func accept(_ message: DNSMessage, from server: UpstreamServer, for exchange: Exchange) {
        var message = message
        if configuration.stripsECH { message.removeEncryptedClientHello() }
        if let address = guardian.offence(
            in: message, name: exchange.question.name, server: server.address.address)
        {
            counters.lose(.rebinding)
            return finish(
                exchange,
                .failure(
                    ExchangeFailure(
                        extendedCode: ExtendedError.blocked,
                        reason: "the answer of \(server.address) has the private address \(address), "
                            + "which a name outside must not have", server: server.address)))
        }
        guard
            let answer = StoredAnswer(
                message, question: exchange.question, dnssecOK: exchange.dnssecOK,
                checkingDisabled: exchange.checkingDisabled, lifetime: lifetime, now: now)
        else {
            return finish(
                exchange,
                .failure(
                    ExchangeFailure(reason: "the answer of \(server.address) is too large", server: server.address)))
        }
        exchange.failure.server = server.address
        if needsLearning(answer) {
            learn(answer, family: answer.question.type.family, for: exchange)
        } else {
            deliver(exchange, answer)
        }
    }

    /// Keeps an answer and gives it to all who wait.
    func deliver(_ exchange: Exchange, _ answer: StoredAnswer) {
        cache.insert(answer, exchange.hash, now: now)
        finish(exchange, .answer(answer, server: exchange.failure.server))
    }

    func finish(_ exchange: Exchange, _ outcome: ExchangeOutcome) {
        if exchanges[exchange.key] === exchange { exchanges[exchange.key] = nil }
        for requester in exchange.requesters { give(outcome, to: requester) }
        for watcher in exchange.watchers { tell(watcher, exchange.question.type, outcome) }
    }

    private func tell(_ watcher: Exchange.Watcher, _ type: DNSType, _ outcome: ExchangeOutcome) {
        switch watcher {
        case .lookup(let lookup): take(outcome, type, for: lookup)
        case .refresh(let name): take(outcome, for: name)
        }
    }
}

extension DNSType {
    /// The family whose addresses are asked for; nil for other types.
    var family: IPAddress.Family? {
        switch self {
        case .a: .ipv4
        case .aaaa: .ipv6
        default: nil
        }
    }
}
