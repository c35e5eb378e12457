/// All resources that are in force together, by kind and name.
public struct ResourceSet: Hashable, Sendable {
    public private(set) var virtualNetworks: [String: VirtualNetwork] = [:]
    public private(set) var routeTables: [String: RouteTable] = [:]
    public private(set) var publicIPAddresses: [String: PublicIPAddress] = [:]
    public private(set) var ipGroups: [String: IPGroup] = [:]
    public private(set) var firewalls: [String: Firewall] = [:]
    public private(set) var firewallPolicies: [String: FirewallPolicy] = [:]
    /// By `policy/group`.
    public private(set) var ruleCollectionGroups: [String: RuleCollectionGroup] = [:]
    public private(set) var threatIntelFeeds: [String: ThreatIntelFeed] = [:]

    public init(_ resources: some Sequence<Resource> = []) {
        for resource in resources {
            set(resource)
        }
    }

    /// Adds a resource or replaces the one with the same key.
    public mutating func set(_ resource: Resource) {
        let name = resource.key.name
        switch resource {
        case .virtualNetwork(let resource): virtualNetworks[name] = resource
        case .routeTable(let resource): routeTables[name] = resource
        case .publicIPAddress(let resource): publicIPAddresses[name] = resource
        case .ipGroup(let resource): ipGroups[name] = resource
        case .firewall(let resource): firewalls[name] = resource
        case .firewallPolicy(let resource): firewallPolicies[name] = resource
        case .ruleCollectionGroup(let resource): ruleCollectionGroups[name] = resource
        case .threatIntelFeed(let resource): threatIntelFeeds[name] = resource
        }
    }

    /// Removes the resource with that key, if there is one.
    public mutating func remove(_ key: ResourceKey) {
        switch key.kind {
        case .virtualNetwork: virtualNetworks[key.name] = nil
        case .routeTable: routeTables[key.name] = nil
        case .publicIPAddress: publicIPAddresses[key.name] = nil
        case .ipGroup: ipGroups[key.name] = nil
        case .firewall: firewalls[key.name] = nil
        case .firewallPolicy: firewallPolicies[key.name] = nil
        case .ruleCollectionGroup: ruleCollectionGroups[key.name] = nil
        case .threatIntelFeed: threatIntelFeeds[key.name] = nil
        }
    }

    public subscript(key: ResourceKey) -> Resource? {
        switch key.kind {
        case .virtualNetwork: virtualNetworks[key.name].map(Resource.virtualNetwork)
        case .routeTable: routeTables[key.name].map(Resource.routeTable)
        case .publicIPAddress: publicIPAddresses[key.name].map(Resource.publicIPAddress)
        case .ipGroup: ipGroups[key.name].map(Resource.ipGroup)
        case .firewall: firewalls[key.name].map(Resource.firewall)
        case .firewallPolicy: firewallPolicies[key.name].map(Resource.firewallPolicy)
        case .ruleCollectionGroup: ruleCollectionGroups[key.name].map(Resource.ruleCollectionGroup)
        case .threatIntelFeed: threatIntelFeeds[key.name].map(Resource.threatIntelFeed)
        }
    }

    /// Every resource, sorted by kind and name.
    public var all: [Resource] {
        var all: [Resource] = []
        all += virtualNetworks.values.map(Resource.virtualNetwork)
        all += routeTables.values.map(Resource.routeTable)
        all += publicIPAddresses.values.map(Resource.publicIPAddress)
        all += ipGroups.values.map(Resource.ipGroup)
        all += firewalls.values.map(Resource.firewall)
        all += firewallPolicies.values.map(Resource.firewallPolicy)
        all += ruleCollectionGroups.values.map(Resource.ruleCollectionGroup)
        all += threatIntelFeeds.values.map(Resource.threatIntelFeed)
        return all.sorted { $0.key < $1.key }
    }
}
