import MoatModel
import Testing

@testable import MoatLab

@Suite struct TopologyCheckTests {
    private func issues(
        _ resources: ResourceSet = ReferenceLab.resources, _ change: (inout LabTopology) -> Void
    ) -> [String] {
        var topology = ReferenceLab.topology()
        change(&topology)
        return TopologyCheck.issues(of: topology, resources).map(\.message)
    }

    @Test func theReferenceIsSound() {
        #expect(issues { _ in } == [])
    }

    @Test func names() {
        #expect(issues { $0.hosts[0].name = "fabric" } == ["host fabric: every lab has a machine of that name"])
        #expect(issues { $0.hosts[0].name = "web" } == ["two hosts are named web"])
        #expect(issues { $0.name = "Up" } == ["'Up' is not a name for a lab"])
    }

    @Test(arguments: ["10.0.4.0", "10.0.4.1", "10.0.4.3", "10.0.4.255", "10.0.5.9", "fd00:10:0:5::9"])
    func addressesOutsideWhatASubnetOffers(_ address: String) {
        #expect(
            issues { $0.hosts[0].addresses = [ReferenceLab.address(address)] } == [
                "host ingress: \(address) is not a usable address of aks-vnet/ing-4-subnet"
            ])
    }

    @Test func addressesAreGivenOnce() {
        #expect(
            issues { $0.hosts.append(ReferenceLab.host("x", "AzureFirewallSubnet", "10.0.3.4")) } == [
                "host x: 10.0.3.4 belongs to Firewall edge"
            ])
        #expect(
            issues { $0.hosts.append(ReferenceLab.host("x", "aks-5-subnet", "10.0.5.7")) } == [
                "host x: 10.0.5.7 belongs to host app-7"
            ])
        #expect(
            issues { $0.hosts.append(ReferenceLab.host("x", "aks-5-subnet", "10.0.5.8", "10.0.5.9")) } == [
                "host x has two addresses of one family"
            ])
    }

    @Test func theRoutersOfTheInternetKeepTheirAddresses() {
        #expect(
            issues { $0.internet.hosts[1].addresses = ReferenceLab.interfaces("192.0.2.1/24") } == [
                "host attacker: 192.0.2.1 is the network's own, its router's or its broadcast address"
            ])
    }

    @Test func networksDoNotOverlap() {
        #expect(
            issues { $0.internet.networks.append(ReferenceLab.prefix("10.0.128.0/17")) } == [
                "internet network 10.0.128.0/17 overlaps VirtualNetwork aks-vnet 10.0.0.0/16"
            ])
    }

    @Test func unknownThingsAreNamedWithTheKnownOnes() throws {
        var topology = ReferenceLab.topology()
        topology.firewall = "edje"
        topology.hosts[0].subnet = SubnetReference(virtualNetwork: "aks-vnet", subnet: "ing-5-subnet")
        let issues = TopologyCheck.issues(of: topology, ReferenceLab.resources)
        #expect(
            issues.map(\.description) == [
                """
                firewall: there is no Firewall edje in the resources
                    there is: edge
                """,
                """
                host ingress: there is no subnet aks-vnet/ing-5-subnet
                    there is: aks-vnet/AzureFirewallSubnet, aks-vnet/aks-5-subnet, aks-vnet/ing-4-subnet
                """,
            ])
    }

    @Test func thePublicAddressNeedsANetworkOfTheInternet() throws {
        let found = TopologyCheck.issues(
            of: {
                var topology = ReferenceLab.topology()
                topology.internet.networks = []
                return topology
            }(), ReferenceLab.resources)
        #expect(found.map(\.message) == ["PublicIPAddress edge-ip: 198.51.100.10 is in no network of the internet"])
        #expect(found.map(\.remedy) == ["add 198.51.100.0/24 to internet: networks"])
    }

    @Test func aPortIsServedOnce() {
        let services = [LabService(.tcp, 80, .http), LabService(.udp, 80, .echo), LabService(.tcp, 80, .text)]
        #expect(issues { $0.hosts[0].services = services } == ["host ingress: two services on 80/tcp"])
    }

    @Test func aPlanThrowsAllIssuesAtOnce() {
        var topology = ReferenceLab.topology()
        topology.hosts[0].name = "fabric"
        topology.internet.networks = []
        #expect(throws: LabIssues.self) { try LabPlan(topology, ReferenceLab.resources) }
        do {
            _ = try LabPlan(topology, ReferenceLab.resources)
        } catch {
            #expect("\(error)".hasSuffix("2 errors. Nothing was started."))
        }
    }

    @Test func namesHaveAResolverAndStandOnce() {
        #expect(issues { $0.internet.hosts[0].names = ["docker.io"] } == ["there are names and no resolver"])
        #expect(
            issues { $0.internet.resolver = ReferenceLab.address("203.0.113.9") } == [
                "resolver 203.0.113.9: no host of the internet answers DNS there"
            ])
        #expect(
            issues { topology in
                topology.internet.resolver = ReferenceLab.address("203.0.113.9")
                topology.internet.hosts[0].services = [LabService(.udp, 53, .dns)]
                topology.internet.hosts[0].names = ["docker.io", "x.example"]
                topology.internet.hosts[1].names = ["docker.io", "x.example"]
                topology.internet.names = [
                    LabDomain("x.example", addresses: [ReferenceLab.address("192.0.2.1")], alias: "docker.io"),
                    LabDomain("y.example", ech: "?"),
                ]
            } == [
                "name x.example has an alias and more", "name y.example: ech '?' is not Base64",
                "name docker.io is given twice",
            ])
    }
}
