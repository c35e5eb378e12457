/// A question on its way to the servers, and all who wait for its answer. A query that comes
/// back to us by way of a server joins the exchange that caused it and waits for itself, so a
/// loop of forwarders never multiplies; it ends with the deadline.
final class Exchange {
    /// Others than clients who wait.
    enum Watcher {
        case lookup(HostLookup)
        case refresh(RuleName)
    }

    let key: [UInt8]
    let hash: UInt64
    let question: DNSQuestion
    let deadline: UInt64
    var requesters: [Requester] = []
    var watchers: [Watcher] = []

    var attempt: Attempt?
    var tried: Set<DNSServerAddress> = []
    var attempts = 0
    var usesEDNS = true
    /// An answer came in which only the case of the name was wrong: some servers do not keep
    /// it, and a forger cannot know it. TCP tells who it was.
    var needsTCP = false
    /// A failure that a server reported; given where no other server knows better.
    var fallback: (message: DNSMessage, server: UpstreamServer)?
    var failure = ExchangeFailure(reason: "there is no server to ask")

    init(key: [UInt8], hash: UInt64, deadline: UInt64) {
        self.key = key
        self.hash = hash
        self.deadline = deadline
        question = QueryKey.question(key)
    }

    var dnssecOK: Bool { (key.last ?? 0) & 1 != 0 }
    var checkingDisabled: Bool { (key.last ?? 0) & 2 != 0 }
}

/// An answer that is given once its addresses are stored and in force.
struct HeldAnswer {
    var exchange: Exchange
    var answer: StoredAnswer
    /// Then it is kept already, and there may be a newer one by now.
    var isFromCache: Bool
}

/// What became of an exchange.
enum ExchangeOutcome {
    case answer(StoredAnswer, server: DNSServerAddress?)
    case failure(ExchangeFailure)
}

/// Why there is no answer.
struct ExchangeFailure {
    var code = DNSResponseCode.serverFailure
    var extendedCode = ExtendedError.noReachableAuthority
    /// `no answer from 203.0.113.53:53`
    var reason: String
    /// `udp`, `tcp`; nil where no server was asked.
    var transport: String?
    var server: DNSServerAddress?

    /// As the log has it: `read udp: no answer from 203.0.113.53:53`.
    var text: String { (transport.map { "read \($0): " } ?? "") + reason }

    var error: ExtendedError { ExtendedError(code: extendedCode, text: reason) }
}
