public import MoatDNS
public import MoatEgress
public import MoatGateway

/// How the parts of a firewall work; everything that is not policy.
public struct FirewallConfiguration: Sendable {
    public var gateway: GatewayConfiguration
    public var egress: EgressConfiguration
    public var dns: DNSProxyConfiguration
    /// Where the addresses of rule names are kept.
    public var namesPath: String

    public init(
        gateway: GatewayConfiguration, egress: EgressConfiguration, dns: DNSProxyConfiguration, namesPath: String
    ) {
        self.gateway = gateway
        self.egress = egress
        self.dns = dns
        self.namesPath = namesPath
    }
}
