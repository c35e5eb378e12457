/// How many different sets of rules may be excluded. Each is a rule of its own that all requests meet
/// that are looked at, whosever they are, so that no namespace may have any number of them.
struct WAFExclusionLimit {
    static let maximum = 64

    private var sets: Set<[Int]> = []

    /// Those of the oldest Ingresses count; others are looked at with all rules.
    mutating func apply(to reading: inout IngressReading) {
        let exclusions = reading.annotations.options.waf.exclusions
        guard !exclusions.isEmpty, !sets.contains(exclusions) else { return }
        if sets.count < Self.maximum {
            sets.insert(exclusions)
        } else {
            reading.dropExclusions(
                "TooManyExclusions",
                "waf-exclude has no effect: older Ingresses have \(Self.maximum) different lists of rules, which is the "
                    + "most there may be; use one of theirs")
        }
    }
}
