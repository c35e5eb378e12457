import FoundationEssentials

/// Who leads, by a Lease: the rules of client-go's leader election (tools/leaderelection). Does nothing
/// itself, and is told the time.
///
/// That no two lead at a time follows from this. A leader counts `renewDeadline` from before the renewal that
/// was answered was sent. Another takes the lease once it has seen it unchanged for `leaseDuration`,
/// counted from when it saw the change; and the API takes only what was made of the state that is there,
/// so a renewal that came in between stops it.
struct LeaseState: Sendable {
    enum Action: Hashable {
        case read
        case create(LeaseSpec)
        /// Only if the lease is still in that state.
        case update(LeaseSpec, resourceVersion: String)
        /// Nothing before the next look.
        case wait
    }

    let identity: String
    private let policy: LeasePolicy
    /// The lease as it was read or written last.
    private(set) var observed = LeaseSpec()
    /// When it was first seen to be like that.
    private var observedAt: ContinuousClock.Instant?
    /// The state that an update may be made of; nil where the lease must be read first.
    private var version: String?
    private(set) var leadingUntil: ContinuousClock.Instant?

    init(identity: String, policy: LeasePolicy) {
        self.identity = identity
        self.policy = policy
    }

    func isLeading(at now: ContinuousClock.Instant) -> Bool {
        leadingUntil.map { now < $0 } ?? false
    }

    /// The next step. Who leads renews what it knows; others look first.
    mutating func next(at now: ContinuousClock.Instant, wall: Date) -> Action {
        guard isLeading(at: now), let version else {
            version = nil
            return .read
        }
        return .update(claim(wall), resourceVersion: version)
    }

    /// The lease was read; nil where there is none.
    mutating func read(_ lease: Lease?, at now: ContinuousClock.Instant, wall: Date) -> Action {
        guard let lease, let version = lease.metadata.resourceVersion else {
            observe(LeaseSpec(), at: now)
            leadingUntil = nil
            return .create(claim(wall))
        }
        observe(lease.spec, at: now)
        let holder = lease.spec.holderIdentity ?? ""
        if holder != identity { leadingUntil = nil }
        guard holder.isEmpty || holder == identity || hasExpired(at: now) else { return .wait }
        self.version = version
        return .update(claim(wall), resourceVersion: version)
    }

    /// The API took what was sent at `sent`.
    mutating func wrote(_ lease: Lease, sent: ContinuousClock.Instant, at now: ContinuousClock.Instant) {
        observe(lease.spec, at: now)
        version = lease.metadata.resourceVersion
        leadingUntil = lease.spec.holderIdentity == identity ? sent + policy.renewDeadline : nil
    }

    /// What was sent was not taken, or nobody knows. Leading goes on for as long as the last renewal allows.
    mutating func failed() {
        version = nil
    }

    /// The lease is gone, and anyone may make it anew.
    mutating func vanished() {
        version = nil
        leadingUntil = nil
    }

    /// Ends leading. The lease is still held until what `release` gives is done.
    mutating func stop() {
        leadingUntil = nil
    }

    /// What lets others take a lease at once, where it is still held; `lease` is as it was just read.
    mutating func release(_ lease: Lease?, wall: Date) -> Action {
        guard let lease, lease.spec.holderIdentity == identity, let version = lease.metadata.resourceVersion else {
            return .wait
        }
        observed = lease.spec
        var spec = claim(wall)
        spec.holderIdentity = ""
        spec.leaseDurationSeconds = 1
        return .update(spec, resourceVersion: version)
    }

    private func hasExpired(at now: ContinuousClock.Instant) -> Bool {
        guard let observedAt else { return false }
        let duration = observed.leaseDurationSeconds.map { Duration.seconds(max(0, Int64($0))) }
        return now >= observedAt + (duration ?? policy.leaseDuration)
    }

    private mutating func observe(_ spec: LeaseSpec, at now: ContinuousClock.Instant) {
        if observedAt == nil || spec != observed { observedAt = now }
        observed = spec
    }

    private func claim(_ wall: Date) -> LeaseSpec {
        let isHeld = observed.holderIdentity == identity
        var spec = LeaseSpec()
        spec.holderIdentity = identity
        spec.leaseDurationSeconds = Int32(clamping: policy.leaseDuration.components.seconds)
        spec.renewTime = MicroTime(wall, after: observed.renewTime)
        spec.acquireTime = isHeld ? observed.acquireTime ?? spec.renewTime : spec.renewTime
        let transitions = observed.leaseTransitions ?? 0
        let isNew = observed == LeaseSpec()
        spec.leaseTransitions = isHeld || isNew || transitions == .max ? transitions : transitions + 1
        return spec
    }
}
