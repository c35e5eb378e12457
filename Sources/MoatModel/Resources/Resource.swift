/// A resource of any kind.
public enum Resource: Hashable, Sendable {
    case virtualNetwork(VirtualNetwork)
    case routeTable(RouteTable)
    case publicIPAddress(PublicIPAddress)
    case ipGroup(IPGroup)
    case firewall(Firewall)
    case firewallPolicy(FirewallPolicy)
    case ruleCollectionGroup(RuleCollectionGroup)
    case threatIntelFeed(ThreatIntelFeed)

    public var key: ResourceKey {
        switch self {
        case .virtualNetwork(let resource): ResourceKey(kind: .virtualNetwork, name: resource.name)
        case .routeTable(let resource): ResourceKey(kind: .routeTable, name: resource.name)
        case .publicIPAddress(let resource): ResourceKey(kind: .publicIPAddress, name: resource.name)
        case .ipGroup(let resource): ResourceKey(kind: .ipGroup, name: resource.name)
        case .firewall(let resource): ResourceKey(kind: .firewall, name: resource.name)
        case .firewallPolicy(let resource): ResourceKey(kind: .firewallPolicy, name: resource.name)
        case .ruleCollectionGroup(let resource): resource.key
        case .threatIntelFeed(let resource): ResourceKey(kind: .threatIntelFeed, name: resource.name)
        }
    }
}

extension RuleCollectionGroup {
    public var key: ResourceKey {
        ResourceKey(kind: .ruleCollectionGroup, name: "\(firewallPolicy)/\(name)")
    }
}
