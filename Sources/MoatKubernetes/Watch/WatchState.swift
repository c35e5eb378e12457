import FoundationEssentials

/// What to do next to follow a kind of object: list it, watch from the state that the list showed, begin
/// again where that state is too old. Does nothing itself.
struct WatchState: Sendable {
    enum Action: Hashable {
        case list
        case watch(from: String, time: Duration)
        case wait(Duration)
    }

    private(set) var status = WatchStatus()
    private let policy: WatchPolicy
    private var backoff: Backoff
    /// The state that has been told; nil where a list is needed.
    private var version: String?
    private var mustWait = false
    private var toldInThisWatch = false
    /// Since when the server has answered the watch that is under way; nil where it has not.
    private var opened: Date?

    init(_ policy: WatchPolicy) {
        self.policy = policy
        backoff = Backoff(minimum: policy.minimumDelay, maximum: policy.maximumDelay)
    }

    /// `random` is 0 to 1.
    mutating func next(random: Double) -> Action {
        if mustWait {
            mustWait = false
            return .wait(backoff.next(random: random))
        }
        guard let version else { return .list }
        status.watches += 1
        toldInThisWatch = false
        opened = nil
        return .watch(from: version, time: policy.watchTime * (1 + random))
    }

    /// A list was read and handed on.
    mutating func listed(version: String?, now: Date) {
        guard let version, !version.isEmpty else {
            return failed(KubernetesError(.unreadable, "a list without a resourceVersion"), now: now)
        }
        self.version = version
        status.isSynced = true
        status.lists += 1
        succeeded(now)
    }

    /// The server has begun to answer a watch.
    mutating func opened(now: Date) {
        opened = now
    }

    /// A change was handed on, or a bookmark came. An object without a version moves nothing.
    mutating func received(version: String?, isChange: Bool, now: Date) {
        if let version, !version.isEmpty { self.version = version }
        if isChange { status.changes += 1 }
        toldInThisWatch = true
        succeeded(now)
    }

    /// The server ended a watch in good order.
    mutating func ended(after time: Duration, now: Date) {
        guard toldInThisWatch || time >= policy.shortWatch else {
            return failed(KubernetesError(.unreachable, "watches end as soon as they begin"), now: now)
        }
        succeeded(now)
    }

    /// A list or a watch failed. A watch that stood for a while before it broke is the first failure
    /// of a row: who is cut off now and then is back at once each time. Whether a watch may go on where it was, or all must be listed again, is
    /// decided as client-go does: what is not known to be passing means that the state is not known.
    mutating func failed(_ error: any Error, now: Date) {
        if let opened, Duration.seconds(now.timeIntervalSince(opened)) >= policy.shortWatch { succeeded(now) }
        opened = nil
        status.failures += 1
        status.failuresInARow += 1
        status.lastError = "\(error)"
        mustWait = true
        guard let error = error as? KubernetesError else {
            version = nil
            return
        }
        switch error.kind {
        case .unreachable, .timedOut, .credentials: return
        case .refused where [401, 429, 502, 503, 504].contains(error.code): return
        case .refused, .unreadable, .tooLarge, .invalidRequest: version = nil
        }
    }

    private mutating func succeeded(_ now: Date) {
        backoff.reset()
        status.failuresInARow = 0
        status.lastError = nil
        status.lastSuccess = now
    }
}
