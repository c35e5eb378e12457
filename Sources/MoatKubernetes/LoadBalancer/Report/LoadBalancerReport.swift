/// What a load balancer does now, for those who look at it.
public struct LoadBalancerReport: Codable, Hashable, Sendable {
    /// A Service and what it got.
    public struct ServiceReport: Codable, Hashable, Sendable {
        /// `namespace/name`
        public var service: String
        /// Nil where it has none.
        public var address: String?
        public var affinity: String
        /// `Cluster` or `Local`.
        public var trafficPolicy: String
        public var ports: [PortReport]
        /// What is wrong with it, and what of it has no effect.
        public var problems: [LoadBalancerProblem]
    }

    /// One port at which traffic is taken.
    public struct PortReport: Codable, Hashable, Sendable {
        public var port: Int
        /// `TCP` or `UDP`.
        public var `protocol`: String
        public var backends: [BackendReport]
    }

    /// One place that the traffic goes to.
    public struct BackendReport: Codable, Hashable, Sendable {
        public enum State: String, Codable, Hashable, Sendable {
            case up
            case down
            /// It gets no new flows, since Kubernetes says so.
            case draining
        }

        /// `10.0.5.7:8080`
        public var backend: String
        public var state: State
        /// What is asked, as `http 10.0.5.7:8080/healthz`; nil where nothing is.
        public var probe: String?
        /// Seconds since 1970; nil where it was never asked.
        public var since: Double?
        /// Why a probe failed last, whether or not it is up again.
        public var lastFailure: String?
    }

    /// What happened since the start.
    public struct Statistics: Codable, Hashable, Sendable {
        /// Changes that watches told, and complete lists.
        public var changes: UInt64 = 0
        /// How often was planned; less than changes, for those that come together are planned once.
        public var plans: UInt64 = 0
        /// How often frontends were put in force, and how often that failed.
        public var applied: UInt64 = 0
        public var applyFailures: UInt64 = 0
        public var writes: UInt64 = 0
        public var writeFailures: UInt64 = 0
        /// How often a backend could not be asked, or its answer not be waited for, for reasons of this machine.
        public var probesNotAsked: UInt64 = 0

        public init() {}
    }

    /// How it goes with following one kind of object.
    public struct WatchReport: Codable, Hashable, Sendable {
        /// `services`, `endpointslices` or `nodes`.
        public var kind: String
        public var isSynced: Bool
        public var lists: Int
        public var watches: Int
        public var changes: Int
        public var failures: Int
        /// Seconds since 1970; nil where the API never answered.
        public var lastSuccess: Double?
        /// Nil since a success.
        public var lastError: String?
    }

    public var targetMode: String
    /// `leading`, `unknown` or the leader's name.
    public var leader: String
    /// Whether all lists have come; before, nothing is put in force.
    public var isComplete: Bool
    public var services: [ServiceReport]
    public var publicAddresses: [PublicAddressRequest]
    public var statistics: Statistics
    /// Empty where nobody said how the cluster is followed.
    public var watches: [WatchReport] = []
    /// Why the frontends could not be put in force the last time; nil where they were.
    public var applyError: String?
}
