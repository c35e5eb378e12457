import MoatModel

/// Who wants a change, how, and since when.
struct ChangeOrder: Sendable {
    var by: String
    var comment: String
    var dryRun = false
    /// The time in which the change must be confirmed; nil where it need not be.
    var confirmWithin: Duration?
    /// Resources that the client declares but could not read; references to them are taken
    /// as good. Only for a dry run.
    var assumed: Set<ResourceKey> = []
    /// When the request arrived.
    var arrival: ContinuousClock.Instant = .now

    /// The daemon itself, for what nobody asked for just now. No user of Unix has a space in his name.
    static let daemon = "moat serve"

    /// Longest and shortest time that a change may wait for its confirmation.
    static let confirmationTimes = Duration.seconds(1)...Duration.seconds(24 * 3600)
}
