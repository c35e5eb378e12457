import MoatModel

/// Who takes the traffic of one port of a Service.
struct PortPlan: Hashable, Sendable {
    /// A backend that Kubernetes lets take traffic.
    struct Candidate: Hashable, Sendable {
        var backend: LoadBalancerBackend
        /// Nil where it is not asked.
        var target: ProbeTarget?
    }

    var key: LoadBalancerFrontend.Key
    var affinity: LoadBalancerFrontend.Affinity
    /// In order, each backend once.
    var candidates: [Candidate]
    /// Those that Kubernetes lets take no more traffic, in order.
    var leaving: [LoadBalancerBackend]

    /// With UDP there is nothing to drain: its flows move to another backend, as with Azure and kube-proxy.
    func frontend(down: (ProbeTarget) -> Bool) -> LoadBalancerFrontend {
        var backends: [LoadBalancerBackend] = []
        var draining = leaving
        for candidate in candidates {
            if let target = candidate.target, down(target) {
                draining.append(candidate.backend)
            } else {
                backends.append(candidate.backend)
            }
        }
        return LoadBalancerFrontend(
            key, affinity: affinity, backends: backends, draining: key.protocol == .udp ? [] : draining.sorted())
    }
}
