public import FoundationEssentials

/// How long a controller waits, and what time it is.
public struct LoadBalancerTimes: Sendable {
    /// How long changes are gathered before they are planned together.
    public var gathering: Duration = .milliseconds(5)
    /// After a failure; doubled with each further one.
    public var firstRetry: Duration = .milliseconds(500)
    public var longestRetry: Duration = .seconds(10)
    public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    public var now: @Sendable () -> Date = { Date() }

    public init() {}

    /// The time to wait after so many failures in a row, less up to half of it by chance, so that
    /// those who failed together do not try together.
    func retry(after failures: Int) -> Duration {
        let longest = min(firstRetry * (1 << min(max(failures - 1, 0), 16)), longestRetry)
        return longest * Double.random(in: 0.5...1)
    }
}
