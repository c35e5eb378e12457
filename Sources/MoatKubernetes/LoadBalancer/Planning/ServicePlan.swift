import MoatModel

/// Who takes a Service's traffic, and what comes of it with what probes say now.
struct ServicePlan: Hashable, Sendable {
    var ports: [PortPlan]
    var frontends: [LoadBalancerFrontend]
    /// Nil where none is left out for being too many.
    var surplus: ServicePlanning.Surplus?

    var targets: Set<ProbeTarget> {
        Set(ports.flatMap { $0.candidates.compactMap(\.target) })
    }
}
