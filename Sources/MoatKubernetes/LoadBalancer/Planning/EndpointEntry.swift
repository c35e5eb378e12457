import MoatModel

/// What is needed of an endpoint.
struct EndpointEntry: Hashable, Sendable {
    /// In rising order of how much traffic may be sent.
    enum Readiness: UInt8, Hashable, Sendable, Comparable {
        /// Gets no new flows, and keeps those that it has.
        case draining
        /// Terminating, and still answering: gets new flows where none is ready, as with kube-proxy.
        case serving
        case ready

        static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    var address: IPv4Address
    var readiness: Readiness
    var node: String?
}

extension EndpointEntry.Readiness {
    init(_ conditions: EndpointConditions) {
        if conditions.isReady {
            self = .ready
        } else {
            self = conditions.isServing && conditions.isTerminating ? .serving : .draining
        }
    }
}
