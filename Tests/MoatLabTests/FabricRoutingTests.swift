import MoatLab
import MoatModel
import Testing

/// Effective routes of Azure ("Virtual network traffic routing") as kernel routes.
@Suite struct FabricRoutingTests {
    private static let links = SubnetLink.links(of: ReferenceLab.resources)

    /// `prefix target` for the routes of one subnet, IPv4 and sorted.
    private func routes(from subnet: String, _ tables: [RouteTable]) throws -> [String] {
        let link = try #require(Self.links.first { $0.subnet.subnet == subnet })
        return FabricRouting.routes(resources: ReferenceLab.resources(with: tables), links: Self.links)
            .filter { $0.table == link.table && $0.prefix.family == .ipv4 }
            .sorted { $0.prefix < $1.prefix }.map { route in
                switch route.target {
                case .via(let hop, let interface): "\(route.prefix) via \(hop) \(interface)"
                case .link(let interface): "\(route.prefix) \(interface)"
                case .unreachable: "\(route.prefix) unreachable"
                case .blackhole: "\(route.prefix) blackhole"
                }
            }
    }

    private func appliance(_ address: String) -> RouteTable.NextHop {
        .virtualAppliance(ReferenceLab.address(address))
    }

    @Test func aSubnetHasItsOwnInterfaceAndTable() {
        #expect(Self.links.map(\.subnet.subnet) == ["AzureFirewallSubnet", "aks-5-subnet", "ing-4-subnet"])
        #expect(Self.links.map(\.interface) == ["subnet1", "subnet2", "subnet3"])
        #expect(Self.links.map(\.table) == [101, 102, 103])
    }

    @Test func systemRoutesReachTheVirtualNetworkAndNothingElse() throws {
        #expect(
            try routes(from: "aks-5-subnet", []) == [
                "0.0.0.0/0 unreachable", "10.0.0.0/16 unreachable", "10.0.3.0/24 subnet1", "10.0.4.0/24 subnet3",
                "10.0.5.0/24 subnet2",
            ])
    }

    @Test func aUserDefinedRouteReplacesTheSystemRouteOfTheSamePrefix() throws {
        let table = ReferenceLab.routeTable([("0.0.0.0/0", appliance("10.0.3.4"))])
        #expect(
            try routes(from: "aks-5-subnet", [table]) == [
                "0.0.0.0/0 via 10.0.3.4 subnet1", "10.0.0.0/16 unreachable", "10.0.3.0/24 subnet1",
                "10.0.4.0/24 subnet3", "10.0.5.0/24 subnet2",
            ])
        #expect(try routes(from: "ing-4-subnet", [table]).first == "0.0.0.0/0 unreachable")
    }

    @Test func aRouteForTheWholeNetworkDivertsTrafficBetweenSubnets() throws {
        let table = ReferenceLab.routeTable([("10.0.0.0/16", appliance("10.0.3.4"))])
        #expect(
            try routes(from: "aks-5-subnet", [table]) == ["0.0.0.0/0 unreachable", "10.0.0.0/16 via 10.0.3.4 subnet1"])
    }

    @Test func vnetLocalPunchesAHoleIntoADivertedNetwork() throws {
        let table = ReferenceLab.routeTable([
            ("10.0.0.0/16", appliance("10.0.3.4")), ("10.0.5.0/24", .vnetLocal), ("10.0.4.128/25", .vnetLocal),
        ])
        #expect(
            try routes(from: "aks-5-subnet", [table]) == [
                "0.0.0.0/0 unreachable", "10.0.0.0/16 via 10.0.3.4 subnet1", "10.0.4.128/25 subnet3",
                "10.0.5.0/24 subnet2",
            ])
    }

    @Test func theLongestPrefixWinsOverASubnetInsideIt() throws {
        // 10.0.4.0/23 covers ing-4 and aks-5; neither may keep a more specific route of the
        // system's 10.0.0.0/16.
        let table = ReferenceLab.routeTable([("10.0.4.0/23", appliance("10.0.3.4"))])
        #expect(
            try routes(from: "aks-5-subnet", [table]) == [
                "0.0.0.0/0 unreachable", "10.0.0.0/16 unreachable", "10.0.3.0/24 subnet1",
                "10.0.4.0/23 via 10.0.3.4 subnet1",
            ])
    }

    @Test func noneDropsAndInternetLeadsNowhere() throws {
        let table = ReferenceLab.routeTable([("203.0.113.0/24", .none), ("198.51.100.0/24", .internet)])
        let routes = try routes(from: "aks-5-subnet", [table])
        #expect(routes.contains("203.0.113.0/24 blackhole"))
        #expect(routes.contains("198.51.100.0/24 unreachable"))
    }

    @Test(arguments: ["192.0.2.1", "10.0.9.4", "10.0.3.1", "10.0.3.255", "10.0.3.0"])
    func anApplianceThatIsNoUsableAddressOfTheNetworkLeadsNowhere(_ hop: String) throws {
        let table = ReferenceLab.routeTable([("0.0.0.0/0", appliance(hop))])
        #expect(try routes(from: "aks-5-subnet", [table]).first == "0.0.0.0/0 unreachable")
    }

    @Test func ipv6IsRoutedAlike() throws {
        let link = try #require(Self.links.first { $0.subnet.subnet == "aks-5-subnet" })
        let routes = FabricRouting.routes(resources: ReferenceLab.resources, links: Self.links)
        #expect(
            routes.contains(
                NetworkRoute(
                    ReferenceLab.prefix("::/0"),
                    .via(ReferenceLab.address("fd00:10:0:3::4"), interface: "subnet1"), table: link.table)))
        #expect(
            routes.contains(
                NetworkRoute(ReferenceLab.prefix("fd00:10:0:5::/64"), .link(interface: "subnet2"), table: link.table)))
    }

    @Test func withoutANetworkNothingFallsThroughToTheMainTable() {
        let routes = FabricRouting.routes(resources: ResourceSet(), links: Self.links)
        #expect(routes.count == 6)
        #expect(routes.allSatisfy { $0.target == .unreachable && $0.prefix.length == 0 })
    }
}
