import MoatModel

extension LoadBalancerReconciler {
    /// The Services that wish a load balancer, by name, with what probes found out of their backends.
    func serviceReports(_ probes: [ProbeTarget: ProbeReport]) -> [LoadBalancerReport.ServiceReport] {
        entries.sorted { $0.key < $1.key }.filter { isWanted($0.value.service) }.map { key, entry in
            let settings = entry.reading.settings
            return LoadBalancerReport.ServiceReport(
                service: key.description, address: pool.address(of: key)?.description,
                affinity: settings.affinity.rawValue, trafficPolicy: settings.isLocal ? "Local" : "Cluster",
                ports: planner.ports(of: key).map { port($0, probes) }, problems: entry.problems)
        }
    }

    private func port(_ plan: PortPlan, _ probes: [ProbeTarget: ProbeReport]) -> LoadBalancerReport.PortReport {
        let asked = plan.candidates.map { candidate in
            let report = candidate.target.flatMap { probes[$0] }
            let isDown = candidate.target.map { planner.isDown($0) } ?? false
            return LoadBalancerReport.BackendReport(
                backend: candidate.backend.description, state: isDown ? .down : .up,
                probe: candidate.target?.description, since: report?.since, lastFailure: report?.failure)
        }
        let leaving = plan.leaving.map {
            LoadBalancerReport.BackendReport(backend: $0.description, state: .draining)
        }
        return LoadBalancerReport.PortReport(
            port: Int(plan.key.port), protocol: plan.key.protocol.description, backends: asked + leaving)
    }

    /// The wishes for public addresses of Services that take traffic, those of the oldest first.
    public var publicAddresses: [PublicAddressRequest] {
        // It is asked for often, and few have such a wish.
        let wishing = entries.filter { $0.value.reading.settings.publicIP != nil }
        let order = wishing.sorted { (age($0.value), $0.key) < (age($1.value), $1.key) }
        return order.flatMap { key, entry -> [PublicAddressRequest] in
            guard let publicIP = entry.reading.settings.publicIP, planner.isPlaced(key),
                let address = pool.address(of: key)
            else { return [] }
            return served(key, entry.reading.settings).map {
                PublicAddressRequest(
                    service: key.description, publicIP: publicIP, port: Int($0.port),
                    protocol: $0.protocol.description, address: address.description)
            }
        }
    }
}
