import MoatModel
import Testing

struct ResourceKindTests {
    @Test(arguments: [
        ("VirtualNetwork", ResourceKind.virtualNetwork), ("virtualnetworks", .virtualNetwork),
        ("vnet", .virtualNetwork),
        ("vnets", .virtualNetwork), ("RT", .routeTable), ("pip", .publicIPAddress),
        ("publicipaddresses", .publicIPAddress),
        ("ipg", .ipGroup), ("ipgroups", .ipGroup), ("fw", .firewall), ("firewalls", .firewall),
        ("fwp", .firewallPolicy),
        ("policy", .firewallPolicy), ("policies", .firewallPolicy), ("firewallpolicies", .firewallPolicy),
        ("rcg", .ruleCollectionGroup), ("RuleCollectionGroups", .ruleCollectionGroup),
        ("tif", .threatIntelFeed), ("feeds", .threatIntelFeed),
    ])
    func spellings(_ argument: String, _ kind: ResourceKind) throws {
        #expect(try ResourceKind(argument: argument) == kind)
    }

    @Test func anUnknownKindNamesTheKnownOnes() {
        let error = #expect(throws: ResourceKind.UnknownKind.self) { try ResourceKind(argument: "firewal") }
        #expect(
            error?.description == """
                there is no kind 'firewal'; did you mean 'Firewall'?
                known kinds: VirtualNetwork (vnet), RouteTable (rt), PublicIPAddress (pip), IPGroup (ipg), \
                Firewall (fw), FirewallPolicy (fwp, policy), RuleCollectionGroup (rcg), \
                ThreatIntelFeed (tif, feed)
                """)
    }
}
