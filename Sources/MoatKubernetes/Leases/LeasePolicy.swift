/// The times of a lease. The defaults are those of Kubernetes' own controllers.
///
/// Clocks are only asked how much time passed, never what time it is; so their hands may differ, and they
/// may run unlike by as much as `leaseDuration` is longer than `renewDeadline`.
public struct LeasePolicy: Hashable, Sendable {
    /// After how long without a sign of its holder a lease is taken. Whole seconds.
    public let leaseDuration: Duration
    /// After how long without a renewal its holder stops to lead.
    public let renewDeadline: Duration
    /// How often the holder renews, and others look.
    public let retryPeriod: Duration

    /// 15, 10 and 2 s.
    public init() {
        leaseDuration = .seconds(15)
        renewDeadline = .seconds(10)
        retryPeriod = .seconds(2)
    }

    /// - Throws: `KubernetesConfigurationError` where the times make no sense together
    public init(
        leaseDuration: Duration, renewDeadline: Duration, retryPeriod: Duration
    ) throws(KubernetesConfigurationError) {
        guard leaseDuration >= .seconds(1), leaseDuration.components.attoseconds == 0,
            leaseDuration <= .seconds(86_400)
        else {
            throw KubernetesConfigurationError("leaseDuration must be whole seconds, from 1 to 86400")
        }
        guard retryPeriod > .zero, renewDeadline > retryPeriod, leaseDuration > renewDeadline else {
            throw KubernetesConfigurationError(
                "of a lease's times retryPeriod must be the shortest, then renewDeadline, then leaseDuration")
        }
        self.leaseDuration = leaseDuration
        self.renewDeadline = renewDeadline
        self.retryPeriod = retryPeriod
    }
}
