/// What the DNS proxy does, for `moat status`.
public struct NameServiceStatus: Hashable, Sendable, Codable {
    public struct Server: Hashable, Sendable, Codable {
        /// `203.0.113.53:53`
        public var address: String
        /// False after failures, until it answers or is tried again.
        public var isHealthy: Bool
        public var answered: UInt64
        public var failed: UInt64
        /// What went wrong last; nil where nothing did.
        public var lastError: String?

        public init(address: String, isHealthy: Bool, answered: UInt64, failed: UInt64, lastError: String?) {
            self.address = address
            self.isHealthy = isHealthy
            self.answered = answered
            self.failed = failed
            self.lastError = lastError
        }
    }

    /// Where queries are answered; empty where the policy does not turn that on.
    public var listening: [String]
    /// Who is asked.
    public var servers: [Server]
    /// Servers of the policy that are not asked, since they are this firewall.
    public var ownServers: [String]
    /// Names of network rules that have addresses, and how many these have.
    public var learnedNames: Int
    public var learnedAddresses: Int
    /// Since the start.
    public var queries: UInt64
    public var answeredFromCache: UInt64
    public var cacheEntries: Int

    public init(
        listening: [String], servers: [Server], ownServers: [String], learnedNames: Int, learnedAddresses: Int,
        queries: UInt64, answeredFromCache: UInt64, cacheEntries: Int
    ) {
        self.listening = listening
        self.servers = servers
        self.ownServers = ownServers
        self.learnedNames = learnedNames
        self.learnedAddresses = learnedAddresses
        self.queries = queries
        self.answeredFromCache = answeredFromCache
        self.cacheEntries = cacheEntries
    }
}
