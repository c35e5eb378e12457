import MoatKubernetes

extension IngressPlan {
    /// All routes in the order of precedence, for lists.
    public var routes: [IngressRoute] {
        let counts = Dictionary(upstreams.map { ($0.name, $0.endpoints.count) }) { first, _ in first }
        return servers.flatMap { server in
            server.locations.map { location in
                let target =
                    switch location.action {
                    case .proxy(let upstream): upstream
                    case .redirect(let url): url.description
                    case .notFound: ""
                    case .unavailable: location.service?.description ?? ""
                    }
                return IngressRoute(
                    host: server.host?.description ?? "*", path: location.path.description, match: location.match,
                    ingress: location.ingress, target: target, endpoints: counts[target] ?? 0, hasTLS: server.hasTLS,
                    waf: location.options.waf.mode)
            }
        }
    }
}
