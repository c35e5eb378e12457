/// A rule collection group
/// (`Microsoft.Network/firewallPolicies/ruleCollectionGroups`).
public struct RuleCollectionGroup: Hashable, Sendable {
    public var name: String
    /// The policy it belongs to.
    public var firewallPolicy: String
    /// 100 (first) to 65000 (last), unique within the policy.
    public var priority: Int
    public var ruleCollections: [RuleCollection]

    public init(name: String, firewallPolicy: String, priority: Int, ruleCollections: [RuleCollection]) {
        self.name = name
        self.firewallPolicy = firewallPolicy
        self.priority = priority
        self.ruleCollections = ruleCollections
    }
}

/// Rules of one type with one action.
public struct RuleCollection: Hashable, Sendable {
    public var name: String
    /// 100 (first) to 65000 (last), unique within the group.
    public var priority: Int
    public var rules: Rules

    public init(name: String, priority: Int, rules: Rules) {
        self.name = name
        self.priority = priority
        self.rules = rules
    }

    /// `ruleCollectionType`, `action` and `rules`: a collection holds rules of one type
    /// only, so the type says it.
    public enum Rules: Hashable, Sendable {
        /// `FirewallPolicyNatRuleCollection`, action DNAT.
        case nat([NatRule])
        /// `FirewallPolicyFilterRuleCollection` of network rules.
        case network(FilterAction, [NetworkRule])
        /// `FirewallPolicyFilterRuleCollection` of application rules.
        case application(FilterAction, [ApplicationRule])
    }

    public enum FilterAction: String, Hashable, Sendable, CaseIterable, Codable {
        case allow = "Allow"
        case deny = "Deny"
    }
}

/// `ipProtocols` of network and NAT rules. `Any` means every protocol, and TCP and UDP
/// where a port is given.
public enum RuleProtocol: String, Hashable, Sendable, CaseIterable, Codable {
    case tcp = "TCP"
    case udp = "UDP"
    case icmp = "ICMP"
    case any = "Any"
}

/// A network rule: judged on addresses, protocol and port.
public struct NetworkRule: Hashable, Sendable {
    public var name: String
    public var description: String?
    public var ipProtocols: [RuleProtocol]
    public var sourceAddresses: [AddressSpecifier]
    public var sourceIpGroups: [String]
    public var destinationAddresses: [AddressSpecifier]
    public var destinationIpGroups: [String]
    /// Names without wildcards, in lower case and without the trailing dot where they were read.
    public var destinationFqdns: [String]
    public var destinationPorts: [PortRange]

    public init(
        name: String, description: String? = nil, ipProtocols: [RuleProtocol],
        sourceAddresses: [AddressSpecifier] = [], sourceIpGroups: [String] = [],
        destinationAddresses: [AddressSpecifier] = [], destinationIpGroups: [String] = [],
        destinationFqdns: [String] = [], destinationPorts: [PortRange]
    ) {
        self.name = name
        self.description = description
        self.ipProtocols = ipProtocols
        self.sourceAddresses = sourceAddresses
        self.sourceIpGroups = sourceIpGroups
        self.destinationAddresses = destinationAddresses
        self.destinationIpGroups = destinationIpGroups
        self.destinationFqdns = destinationFqdns
        self.destinationPorts = destinationPorts
    }
}

/// A NAT rule: what reaches a public address of the firewall is translated and let in.
public struct NatRule: Hashable, Sendable {
    public var name: String
    public var description: String?
    /// TCP, UDP, or Any for both.
    public var ipProtocols: [RuleProtocol]
    public var sourceAddresses: [AddressSpecifier]
    public var sourceIpGroups: [String]
    /// Public addresses of the firewall.
    public var destinationAddresses: [IPAddress]
    public var destinationPorts: [PortRange]
    public var translatedAddress: IPAddress
    public var translatedPort: UInt16

    public init(
        name: String, description: String? = nil, ipProtocols: [RuleProtocol],
        sourceAddresses: [AddressSpecifier] = [], sourceIpGroups: [String] = [], destinationAddresses: [IPAddress],
        destinationPorts: [PortRange], translatedAddress: IPAddress, translatedPort: UInt16
    ) {
        self.name = name
        self.description = description
        self.ipProtocols = ipProtocols
        self.sourceAddresses = sourceAddresses
        self.sourceIpGroups = sourceIpGroups
        self.destinationAddresses = destinationAddresses
        self.destinationPorts = destinationPorts
        self.translatedAddress = translatedAddress
        self.translatedPort = translatedPort
    }
}

/// An application rule: judged on the name in the HTTP Host header or the TLS SNI.
public struct ApplicationRule: Hashable, Sendable {
    public var name: String
    public var description: String?
    public var protocols: [ApplicationProtocol]
    public var sourceAddresses: [AddressSpecifier]
    public var sourceIpGroups: [String]
    public var destinationAddresses: [AddressSpecifier]
    public var targetFqdns: [FQDNPattern]
    public var fqdnTags: [String]

    public init(
        name: String, description: String? = nil, protocols: [ApplicationProtocol],
        sourceAddresses: [AddressSpecifier] = [], sourceIpGroups: [String] = [],
        destinationAddresses: [AddressSpecifier] = [], targetFqdns: [FQDNPattern] = [], fqdnTags: [String] = []
    ) {
        self.name = name
        self.description = description
        self.protocols = protocols
        self.sourceAddresses = sourceAddresses
        self.sourceIpGroups = sourceIpGroups
        self.destinationAddresses = destinationAddresses
        self.targetFqdns = targetFqdns
        self.fqdnTags = fqdnTags
    }

    /// `protocolType` and `port`.
    public struct ApplicationProtocol: Hashable, Sendable {
        public var protocolType: ProtocolType
        public var port: UInt16

        public init(protocolType: ProtocolType, port: UInt16) {
            self.protocolType = protocolType
            self.port = port
        }
    }

    /// `Mssql` is read by Azure too; here it is refused by name until it is built.
    public enum ProtocolType: String, Hashable, Sendable, CaseIterable, Codable {
        case http = "Http"
        case https = "Https"
    }
}
