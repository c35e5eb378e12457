/// A firewall policy (`Microsoft.Network/firewallPolicies`). Its rules are in the
/// RuleCollectionGroups that name it.
public struct FirewallPolicy: Hashable, Sendable {
    public var name: String
    /// The policy whose groups are judged first and whose settings a child may only
    /// sharpen.
    public var basePolicy: String?
    public var threatIntelMode: ThreatIntelMode
    public var threatIntelWhitelist: ThreatIntelWhitelist
    public var dnsSettings: DNSSettings
    public var snat: SNAT
    /// Whether a Deny network rule that matches the translated traffic stops what a DNAT
    /// rule let in. Azure said so until 2023; since 2026 a DNAT hit is final, which is the
    /// default here (`networkRulesCanDenyDnat`, not an ARM property).
    public var networkRulesCanDenyDnat: Bool
    /// Whether names that Azure's own machines need are allowed after all application rules
    /// (not an ARM property: there it is always so; see `InfrastructureRules`).
    public var infrastructureRules: InfrastructureRuleMode
    public var threatDetection: ThreatDetection

    public init(
        name: String, basePolicy: String? = nil, threatIntelMode: ThreatIntelMode = .alert,
        threatIntelWhitelist: ThreatIntelWhitelist = ThreatIntelWhitelist(), dnsSettings: DNSSettings = DNSSettings(),
        snat: SNAT = SNAT(), networkRulesCanDenyDnat: Bool = false,
        infrastructureRules: InfrastructureRuleMode = .disabled, threatDetection: ThreatDetection = ThreatDetection()
    ) {
        self.name = name
        self.basePolicy = basePolicy
        self.threatIntelMode = threatIntelMode
        self.threatIntelWhitelist = threatIntelWhitelist
        self.dnsSettings = dnsSettings
        self.snat = snat
        self.networkRulesCanDenyDnat = networkRulesCanDenyDnat
        self.infrastructureRules = infrastructureRules
        self.threatDetection = threatDetection
    }

    /// `infrastructureRules`; off by default, so that nothing is allowed that no rule names.
    public enum InfrastructureRuleMode: String, Hashable, Sendable, CaseIterable, Codable {
        case enabled = "Enabled"
        case disabled = "Disabled"
    }

    /// `threatIntelMode`; Azure's default is Alert.
    public enum ThreatIntelMode: String, Hashable, Sendable, CaseIterable, Codable {
        case off = "Off"
        case alert = "Alert"
        case deny = "Deny"
    }

    public struct ThreatIntelWhitelist: Hashable, Sendable {
        public var ipAddresses: [AddressSpecifier]
        public var fqdns: [String]

        public init(ipAddresses: [AddressSpecifier] = [], fqdns: [String] = []) {
            self.ipAddresses = ipAddresses
            self.fqdns = fqdns
        }
    }

    public struct DNSSettings: Hashable, Sendable {
        /// Who is asked, in this order; the servers of the firewall's machine where empty.
        public var servers: [IPAddress]
        /// Whether the firewall answers DNS queries at its private addresses.
        public var enableProxy: Bool
        /// Kept as it was written: names in network rules need the proxy in any case.
        public var requireProxyForNetworkRules: Bool

        public init(servers: [IPAddress] = [], enableProxy: Bool = false, requireProxyForNetworkRules: Bool = false) {
            self.servers = servers
            self.enableProxy = enableProxy
            self.requireProxyForNetworkRules = requireProxyForNetworkRules
        }
    }

    public struct SNAT: Hashable, Sendable {
        /// Destinations that are reached with the client's own address. Nil means
        /// `defaultPrivateRanges`. `0.0.0.0/0` alone: never SNAT; `255.255.255.255/32`
        /// alone: always.
        public var privateRanges: [IPPrefix]?
        /// Whether traffic that a DNAT rule lets in also gets the firewall's private
        /// address as its source, as Azure does. Off by default, so that servers see the
        /// client (not an ARM property).
        public var inboundSnat: Bool

        public init(privateRanges: [IPPrefix]? = nil, inboundSnat: Bool = false) {
            self.privateRanges = privateRanges
            self.inboundSnat = inboundSnat
        }

        /// RFC 1918 and RFC 6598: what the keyword `IANAPrivateRanges` stands for.
        public static let defaultPrivateRanges: [IPPrefix] = [
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
        ].compactMap { IPPrefix($0) }
    }
}
