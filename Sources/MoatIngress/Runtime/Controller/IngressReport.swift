public import MoatKubernetes

/// What an ingress controller does now, for those who look at it.
public struct IngressReport: Codable, Hashable, Sendable {
    /// An Ingress and where its requests go.
    public struct IngressRow: Codable, Hashable, Sendable {
        /// `namespace/name`
        public var ingress: String
        /// What its status says; empty where it has none yet.
        public var addresses: [String]
        public var rules: [RuleRow]
    }

    /// One path, or the default backend.
    public struct RuleRow: Codable, Hashable, Sendable {
        /// Empty for all hosts.
        public var host: String
        /// Nil for the default backend.
        public var path: String?
        public var pathType: String?
        /// `service:port`; empty where it is none.
        public var backend: String
        /// How many endpoints are ready.
        public var endpoints: Int
    }

    /// What happened since the start.
    public struct Statistics: Codable, Hashable, Sendable {
        /// Changes that watches told, and complete lists.
        public var changes: UInt64 = 0
        /// How often was decided; less than changes, for those that come together are looked at once.
        public var plans: UInt64 = 0
        public var writes: UInt64 = 0
        public var writeFailures: UInt64 = 0

        public init() {}
    }

    /// What became of records.
    public struct Records: Codable, Hashable, Sendable {
        /// Requests that nginx logged.
        public var received: UInt64 = 0
        /// Those of them that were left out, as too many waited to be read.
        public var lost: UInt64 = 0
        /// What was logged and is no record.
        public var unreadable: UInt64 = 0
        /// Nil where records are kept nowhere.
        public var sending: RecordSender.Counts?

        public init() {}
    }

    /// `leading`, `unknown` or the leader's name.
    public var leader: String
    /// Whether all lists have come; before, nginx is not started.
    public var isComplete: Bool
    public var ingresses: [IngressRow]
    public var problems: [IngressProblem]
    public var nginx: NginxReport
    public var statistics: Statistics
    public var records = Records()
    public var watches: [LoadBalancerReport.WatchReport] = []
}

extension IngressReport.IngressRow {
    /// `endpoints` has how many of each Service are ready.
    init(_ object: Ingress, endpoints: [ObjectKey: Int]) {
        func row(_ host: String, _ path: HTTPIngressPath?, _ backend: IngressBackend) -> IngressReport.RuleRow {
            let service = backend.service
            let port = service.map { $0.port.name ?? $0.port.number.map(String.init) ?? "" } ?? ""
            let key = service.map { ObjectKey(namespace: object.metadata.namespace, name: $0.name) }
            return IngressReport.RuleRow(
                host: host, path: path.map { $0.path ?? "/" }, pathType: path?.pathType?.rawValue,
                backend: service.map { "\($0.name):\(port)" } ?? "", endpoints: key.flatMap { endpoints[$0] } ?? 0)
        }
        ingress = "\(object.key)"
        addresses = object.status.loadBalancer.ingress.compactMap { $0.ip ?? $0.hostname }
        rules =
            object.spec.rules.flatMap { rule in
                (rule.http?.paths ?? []).map { row(rule.host ?? "", $0, $0.backend) }
            } + (object.spec.defaultBackend.map { [row("", nil, $0)] } ?? [])
    }
}

extension IngressCluster {
    /// How many endpoints of each Service are ready.
    var readyEndpoints: [ObjectKey: Int] {
        var counts: [ObjectKey: Int] = [:]
        for slice in slices.values {
            guard let name = slice.metadata.labels[EndpointSlice.serviceNameLabel] else { continue }
            counts[ObjectKey(namespace: slice.metadata.namespace, name: name), default: 0] +=
                slice.endpoints.filter(\.conditions.isReady).count
        }
        return counts
    }
}
