/// Tells new events from repetitions, and leaves out those about objects that have too many. Does nothing
/// itself, and its memory is bounded.
struct EventCorrelator: Sendable {
    enum Decision: Hashable {
        case create
        /// The event of that name is to say that it happened so often.
        case count(name: String, Int32)
        case leaveOut
    }

    private struct Known {
        var name: String
        var count: Int32
        var seen: ContinuousClock.Instant
    }

    private struct Bucket {
        var tokens: Double
        var seen: ContinuousClock.Instant
    }

    private let policy: EventPolicy
    private var known: [EventNote: Known] = [:]
    private var buckets: [ObjectReference: Bucket] = [:]

    init(_ policy: EventPolicy) {
        self.policy = policy
    }

    mutating func decide(_ note: EventNote, now: ContinuousClock.Instant) -> Decision {
        guard takeToken(note.object, now) else { return .leaveOut }
        guard let known = known[note] else { return .create }
        return .count(name: known.name, known.count == .max ? .max : known.count + 1)
    }

    /// The API has an event of that name with that count.
    mutating func sent(_ note: EventNote, name: String, count: Int32, now: ContinuousClock.Instant) {
        known[note] = Known(name: name, count: count, seen: now)
        if known.count > policy.memory { known = Self.younger(known, policy.memory) { $0.seen } }
    }

    /// The event is not there any more; the API keeps events for an hour.
    mutating func forget(_ note: EventNote) {
        known[note] = nil
    }

    private mutating func takeToken(_ object: ObjectReference, _ now: ContinuousClock.Instant) -> Bool {
        var bucket = buckets[object] ?? Bucket(tokens: Double(policy.burst), seen: now)
        let passed = (now - bucket.seen) / policy.refill
        bucket.tokens = min(Double(policy.burst), bucket.tokens + max(0, passed))
        bucket.seen = now
        let isTaken = bucket.tokens >= 1
        if isTaken { bucket.tokens -= 1 }
        buckets[object] = bucket
        if buckets.count > policy.memory { buckets = Self.younger(buckets, policy.memory) { $0.seen } }
        return isTaken
    }

    /// Three quarters of what may be kept, so that not every new one has all looked through.
    private static func younger<Key, Value>(
        _ entries: [Key: Value], _ limit: Int, _ seen: (Value) -> ContinuousClock.Instant
    ) -> [Key: Value] {
        let kept = entries.sorted { seen($0.value) > seen($1.value) }.prefix(max(1, limit * 3 / 4))
        return Dictionary(kept.map { ($0.key, $0.value) }) { first, _ in first }
    }
}
