/// The kinds of resource that a manifest can declare (`kind:`).
public enum ResourceKind: String, Hashable, Sendable, CaseIterable, Codable {
    case virtualNetwork = "VirtualNetwork"
    case routeTable = "RouteTable"
    case publicIPAddress = "PublicIPAddress"
    case ipGroup = "IPGroup"
    case firewall = "Firewall"
    case firewallPolicy = "FirewallPolicy"
    case ruleCollectionGroup = "RuleCollectionGroup"
    case threatIntelFeed = "ThreatIntelFeed"
}
