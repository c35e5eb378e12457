public import Foundation
public import MoatModel

/// What the DNS proxy needs to know beside the policy.
public struct DNSProxyConfiguration: Sendable {
    /// Where queries are answered, UDP and TCP, unless `DNSProxy.apply` says otherwise.
    public var listenAddresses: [IPAddress]
    /// 0 for a free one, the same for all addresses; see `DNSProxy.port`.
    public var port: UInt16 = 53
    /// The servers to ask where the policy names none.
    public var hostServers: [DNSServerAddress]
    /// The port of the servers that the policy names.
    public var serverPort: UInt16 = 53
    /// Clients that are answered beside those in the virtual network.
    public var additionalClients: [IPPrefix] = []
    /// How many queries of one source are answered in a second; as many may come at once. 0
    /// for no limit.
    public var queriesPerSecondPerSource = 20_000
    public var maximumCacheEntries = 200_000
    /// In bytes.
    public var maximumCacheSize = 64 << 20
    /// The largest answer over UDP, whatever size the client takes; 512 to 4096. The default
    /// fits every path without fragments.
    public var maximumUDPSize = 1232
    /// How long one server is waited for before the next is asked, in seconds.
    public var attemptTimeout: TimeInterval = 1
    /// How long a query is worked on in all, in seconds.
    public var queryTimeout: TimeInterval = 5
    /// How long a TCP client may stay without a query, in seconds (RFC 7766, section 6.2.3).
    public var idleTimeout: TimeInterval = 10
    public var maximumConnections = 512
    public var maximumConnectionsPerSource = 32
    /// Queries that wait for servers at a time, and so the number of sockets to servers.
    public var maximumOutstandingQueries = 1024
    /// Clients that wait for the answer to one and the same query.
    public var maximumWaitersPerQuery = 512
    /// Names that `resolve` may be working on at a time.
    public var maximumLookups = 8192
    /// How often the names of network rules are resolved, in seconds.
    public var refreshInterval: TimeInterval = 15
    /// For how long IPv6 addresses are waited for when those of IPv4 are there, in seconds.
    public var addressFamilyDelay: TimeInterval = 0.05
    /// Whether `ech` is taken out of HTTPS and SVCB records, so that clients send names in the
    /// clear.
    public var stripsECH = true
    /// Names and suffixes (`corp.example`) that may have private addresses; see
    /// `RebindingGuard` for who else may.
    public var allowsPrivateAnswers: [String] = []
    /// The wall clock by which learned addresses are kept.
    public var now: @Sendable () -> Date = { Date() }

    public init(listenAddresses: [IPAddress] = [], hostServers: [DNSServerAddress]) {
        self.listenAddresses = listenAddresses
        self.hostServers = hostServers
    }

    /// The nameservers of the host, at most three as the C library has it (resolv.conf(5));
    /// empty where the file cannot be read or names none. Addresses with a zone identifier are
    /// left out.
    public static func hostServers(file: String = "/etc/resolv.conf") -> [DNSServerAddress] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return [] }
        let servers = text.split(whereSeparator: \.isNewline).compactMap { line -> DNSServerAddress? in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count >= 2, words[0] == "nameserver" else { return nil }
            return IPAddress(words[1]).map { DNSServerAddress($0) }
        }
        return Array(servers.prefix(3))
    }
}
