/// What asks backends whether they take traffic.
public protocol LoadBalancerProber: Sendable {
    /// Asks these from now on, each in the turn of a Service that wants to know it, and none of those;
    /// what it found out of those is forgotten.
    func change(adding: [ProbeTarget: ObjectKey], removing: Set<ProbeTarget>)

    /// Calls `report` whenever a state changes, in order for each target, until the task is cancelled.
    func run(_ report: @escaping @Sendable (ProbeReport) async -> Void) async throws

    /// What is known of targets, those that were never asked left out.
    func reports() async -> [ProbeTarget: ProbeReport]

    /// How often a backend could not be asked, or its answer not be waited for, for reasons of this machine.
    /// Nothing follows of that for the backend.
    var notAsked: UInt64 { get }
}
