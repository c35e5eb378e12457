/// What the proxy is doing, for people and programs to look at.
public struct DNSProxyStatus: Hashable, Sendable, Codable {
    public struct Server: Hashable, Sendable, Codable {
        public var server: DNSServerAddress
        /// False after failures, until it answers or is tried again.
        public var isHealthy: Bool
        public var answered: UInt64
        public var failed: UInt64
        /// What went wrong last; nil where nothing did.
        public var lastError: String?
    }

    /// Where queries are answered; empty where the proxy is off.
    public var listening: [DNSServerAddress] = []
    public var servers: [Server] = []
    /// Servers of the settings that are not asked, since they are this proxy.
    public var ownServers: [DNSServerAddress] = []
    public var cacheEntries = 0
    /// In bytes, about.
    public var cacheSize = 0
    public var cacheEvictions: UInt64 = 0
    /// Names of network rules that have addresses, and how many these have.
    public var learnedNames = 0
    public var learnedAddresses = 0
    public var queriesUDP: UInt64 = 0
    public var queriesTCP: UInt64 = 0
    public var answeredFromCache: UInt64 = 0
    /// Sent to servers, retries included.
    public var queriesToServers: UInt64 = 0
    public var outstandingQueries = 0
    public var connections = 0
}
