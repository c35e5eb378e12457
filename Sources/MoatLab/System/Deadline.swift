import Glibc

/// A point in time by which something must have happened.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(in duration: Duration) {
        end = .now + duration
    }

    var hasPassed: Bool { ContinuousClock.now >= end }

    /// For poll(2), rounded up; 0 once it has passed.
    var milliseconds: Int32 {
        let rest = (end - .now).components
        guard rest.seconds >= 0, rest.attoseconds >= 0 else { return 0 }
        return Int32(clamping: rest.seconds * 1000 + rest.attoseconds / 1_000_000_000_000_000 + 1)
    }

    /// Tries every few milliseconds until `condition` holds; false when time is up first.
    func wait(every milliseconds: UInt32 = 10, until condition: () throws -> Bool) rethrows -> Bool {
        while !(try condition()) {
            if hasPassed { return false }
            usleep(milliseconds * 1000)
        }
        return true
    }
}
