import MoatLogs
import MoatModel
import MoatPolicy
import Synchronization

extension DNSLoop {
    /// Queries for names of rules that are on their way at a time.
    private static let maximumRefreshes = 128

    // MARK: - Learned before answered

    /// Whether a kept answer may be given at once: its name is in no network rule, or its
    /// addresses are in force.
    func isLearned(_ answer: StoredAnswer) -> Bool {
        if answer.generation == generation, answer.learnedUntil > now { return true }
        answer.generation = generation
        guard let text = ruleText(of: answer) else {
            answer.learnedUntil = .max
            return true
        }
        let date = configuration.now()
        let isFresh = shared.learned.withLock { $0.isFresh(text, answer.addresses, family: nil, now: date) }
        answer.learnedUntil = isFresh ? now &+ 1_000_000_000 : 0
        return isFresh
    }

    /// Whether what a server said must be noted before anyone is told.
    func needsLearning(_ answer: StoredAnswer) -> Bool {
        guard let text = ruleText(of: answer),
            answer.responseCode == .noError || answer.responseCode == .nameError
        else { return false }
        let date = configuration.now()
        return shared.learned.withLock {
            !$0.isFresh(text, answer.addresses, family: answer.question.type.family, now: date)
        }
    }

    private func ruleText(of answer: StoredAnswer) -> String? {
        guard !ruleNames.isEmpty else { return nil }
        let text = answer.question.name.ruleText
        return ruleNames[text] == nil ? nil : text
    }

    /// Gives a kept answer once its addresses are in force. They may come from the cache long
    /// after a server gave them, so what the answer lacks says nothing.
    func hold(_ answer: StoredAnswer, _ hash: UInt64, for requester: Requester) {
        if let delivery = heldFromCache[answer.key], let exchange = held[delivery]?.exchange {
            guard exchange.requesters.count < configuration.maximumWaitersPerQuery else {
                return turnAway(requester)
            }
            exchange.requesters.append(requester)
            return
        }
        guard held.count < configuration.maximumOutstandingQueries else { return turnAway(requester) }
        let exchange = Exchange(key: answer.key, hash: hash, deadline: now)
        exchange.requesters.append(requester)
        heldFromCache[answer.key] = learn(answer, family: nil, for: exchange, isFromCache: true)
    }

    /// Gives an answer to all who wait for it once it is stored and in force.
    @discardableResult
    func learn(
        _ answer: StoredAnswer, family: IPAddress.Family?, for exchange: Exchange, isFromCache: Bool = false
    ) -> UInt64 {
        let delivery = newToken()
        held[delivery] = HeldAnswer(exchange: exchange, answer: answer, isFromCache: isFromCache)
        learner.submit(
            .note(
                name: answer.question.name.ruleText, addresses: answer.addresses, family: family, delivery: delivery))
        return delivery
    }

    func releaseDelivery(_ delivery: UInt64) {
        guard let released = held.removeValue(forKey: delivery) else { return }
        if released.isFromCache {
            heldFromCache[released.answer.key] = nil
            finish(released.exchange, .answer(released.answer, server: nil))
        } else {
            deliver(released.exchange, released.answer)
        }
    }

    // MARK: - Refreshing

    /// Takes the names that the policy in force has in its network rules.
    func policyChanged() {
        guard let snapshot = shared.inForce.current else { return }
        generation += 1
        let listed = snapshot.namesOfNetworkRules
        ruleNames = ruleNames.filter { listed[$0.key] != nil }
        for (text, rules) in listed {
            if let known = ruleNames[text] {
                known.rules = rules
            } else if let name = DNSName(text)?.lowercased {
                let new = RuleName(text: text, name: name, rules: rules)
                ruleNames[text] = new
                refreshQueue.append(new)
            }
        }
        learner.submit(.keep(Set(listed.keys)))
    }

    func refreshIsDue(_ name: RuleName, turn: UInt64) {
        if name.turn == turn, ruleNames[name.text] === name { refreshQueue.append(name) }
    }

    /// Tries names that do not resolve again, since there are other servers to ask.
    func refreshFailed() {
        for name in ruleNames.values where name.logged != nil && name.remaining == 0 {
            name.turn += 1
            refreshQueue.append(name)
        }
    }

    /// Asks for names whose turn it is, a bounded number at a time.
    func startRefreshes() {
        while refreshQueueStart < refreshQueue.count, activeRefreshes < Self.maximumRefreshes {
            let name = refreshQueue[refreshQueueStart]
            refreshQueueStart += 1
            guard ruleNames[name.text] === name else { continue }
            activeRefreshes += 2
            name.remaining = 2
            name.startedAt = now
            name.hasAddress = false
            name.failure = nil
            for type in [DNSType.a, .aaaa] {
                watch(DNSQuestion(name: name.name, type: type), .refresh(name), usesCache: false)
            }
        }
        if refreshQueueStart == refreshQueue.count {
            refreshQueue.removeAll(keepingCapacity: true)
            refreshQueueStart = 0
        }
    }

    func take(_ outcome: ExchangeOutcome, for name: RuleName) {
        activeRefreshes -= 1
        name.remaining -= 1
        switch outcome {
        case .answer(let answer, let server):
            if !answer.addresses.isEmpty {
                name.hasAddress = true
            } else if name.failure == nil {
                name.failure = ExchangeFailure(reason: Self.reason(of: answer), server: server)
            }
        case .failure(let failure): name.failure = failure
        }
        guard name.remaining == 0, ruleNames[name.text] === name else { return }
        log(name)
        name.turn += 1
        deadlines.add(
            .refresh(name, turn: name.turn), at: name.startedAt &+ configuration.refreshInterval.nanoseconds)
    }

    /// Why an answer has no address.
    static func reason(of answer: StoredAnswer) -> String {
        answer.responseCode == .noError ? "no address" : answer.codeText
    }

    /// Logs that a name cannot be resolved: when that or its reason is new, and then once a
    /// minute.
    private func log(_ name: RuleName) {
        guard !name.hasAddress, let failure = name.failure else {
            name.logged = nil
            return
        }
        if let (reason, time) = name.logged, reason == failure.reason, now &- time < RuleName.logInterval { return }
        name.logged = (failure.reason, now)
        records += name.rules.map { rule in
            .fqdnResolutionFailure(
                AZFWInternalFqdnResolutionFailure(
                    timeGenerated: wallTime, fqdn: name.text, serverIp: failure.server?.address,
                    serverPort: failure.server?.port ?? 0, policy: rule.policy, ruleCollectionGroup: rule.group,
                    ruleCollection: rule.collection, rule: rule.rule, error: failure.text))
        }
    }
}
