/// How long to wait before the next attempt: a random part of a time that doubles with every failure, so
/// that many who lost the same server do not come back at the same time.
struct Backoff: Hashable, Sendable {
    let minimum: Duration
    let maximum: Duration
    private(set) var failures = 0

    init(minimum: Duration, maximum: Duration) {
        self.minimum = minimum
        self.maximum = maximum
    }

    mutating func reset() {
        failures = 0
    }

    /// After one more failure. `random` is 0 to 1.
    mutating func next(random: Double) -> Duration {
        // 2^16 times the minimum is more than any maximum that makes sense.
        let ceiling = min(maximum, minimum * (1 << min(failures, 16)))
        failures = min(failures + 1, Int.max - 1)
        return ceiling * min(max(random, 0), 1)
    }
}
