import MoatKubernetes
import MoatModel
import Testing

@testable import MoatServer

@Suite struct PublicAddressRulesTests {
    private static let address = IPAddress("198.51.100.10")

    private static var resources: ResourceSet {
        get throws {
            ResourceSet([
                .publicIPAddress(PublicIPAddress(name: "edge-ip", ipAddress: try #require(address))),
                .firewall(
                    Firewall(
                        name: "edge",
                        ipConfigurations: [.init(name: "first", subnet: nil, publicIPAddress: "edge-ip")],
                        firewallPolicy: "aks")),
            ])
        }
    }

    private func request(_ service: String, at publicIP: String, port: Int = 80, _ transport: String = "TCP")
        -> PublicAddressRequest
    {
        PublicAddressRequest(
            service: service, publicIP: publicIP, port: port, protocol: transport, address: "10.0.4.4")
    }

    private func rules(_ group: RuleCollectionGroup?) -> [NatRule] {
        guard case .nat(let rules)? = group?.ruleCollections.first?.rules else { return [] }
        return rules
    }

    @Test func anAddressIsNamedOrWritten() throws {
        let rules = PublicAddressRules(
            [request("web/ingress", at: "edge-ip"), request("web/ingress", at: "198.51.100.10", "UDP")],
            firewall: "edge", try Self.resources, ownPorts: [])
        #expect(rules.refusals.isEmpty)
        let group = try #require(rules.group)
        #expect(group.firewallPolicy == "aks" && group.priority == 65_000)
        #expect(
            self.rules(group) == [
                NatRule(
                    name: "web.ingress.80.tcp", description: "Service web/ingress, moat.dev/public-ip",
                    ipProtocols: [.tcp], sourceAddresses: [.any], destinationAddresses: [try #require(Self.address)],
                    destinationPorts: [PortRange(80)], translatedAddress: try #require(IPAddress("10.0.4.4")),
                    translatedPort: 80),
                NatRule(
                    name: "web.ingress.80.udp", description: "Service web/ingress, moat.dev/public-ip",
                    ipProtocols: [.udp], sourceAddresses: [.any], destinationAddresses: [try #require(Self.address)],
                    destinationPorts: [PortRange(80)], translatedAddress: try #require(IPAddress("10.0.4.4")),
                    translatedPort: 80),
            ])
    }

    /// Whoever may make a Service could take the traffic of another by an earlier name else.
    @Test func whoHasAPlaceKeepsItWhileItAsks() throws {
        let first = PublicAddressRules(
            [request("web/ingress", at: "edge-ip")], firewall: "edge", try Self.resources, ownPorts: [])
        var inForce = try Self.resources
        inForce.set(.ruleCollectionGroup(try #require(first.group)))
        let both = [request("aaa/x", at: "198.51.100.10"), request("web/ingress", at: "edge-ip")]
        let second = PublicAddressRules(both, firewall: "edge", inForce, ownPorts: [])
        #expect(second.group == first.group)
        #expect(
            second.refusals == [
                .init(service: "aaa/x", message: "198.51.100.10:80/tcp goes to Service web/ingress already")
            ])
        let third = PublicAddressRules([both[0]], firewall: "edge", inForce, ownPorts: [])
        #expect(rules(third.group).map(\.name) == ["aaa.x.80.tcp"])
        #expect(third.refusals.isEmpty)
    }

    @Test func whatTheGroupSaysIsAGoodManifest() throws {
        let long = "\(String(repeating: "n", count: 63))/\(String(repeating: "s", count: 63))"
        let rules = PublicAddressRules(
            [request(long, at: "edge-ip")], firewall: "edge", try Self.resources, ownPorts: [])
        let resource = Resource.ruleCollectionGroup(try #require(rules.group))
        #expect(try ResourceCoding.resource(ResourceCoding.document(resource)) == resource)
    }

    @Test func theFirstOfTwoForOnePlaceIsGranted() throws {
        let rules = PublicAddressRules(
            [request("a/first", at: "edge-ip"), request("b/second", at: "198.51.100.10")], firewall: "edge",
            try Self.resources, ownPorts: [])
        #expect(self.rules(rules.group).map(\.name) == ["a.first.80.tcp"])
        #expect(
            rules.refusals == [
                .init(service: "b/second", message: "198.51.100.10:80/tcp goes to Service a/first already")
            ])
    }

    /// The gate refuses a policy that hands on a port of its own: one Service must not keep those of
    /// all others from coming into force.
    @Test func aPortOfTheFirewallIsRefusedToItsServiceAlone() throws {
        let rules = PublicAddressRules(
            [
                request("a/ssh", at: "edge-ip", port: 22), request("a/ssh", at: "edge-ip", port: 22, "UDP"),
                request("web/ingress", at: "edge-ip"),
            ], firewall: "edge", try Self.resources, ownPorts: [22])
        #expect(self.rules(rules.group).map(\.name) == ["a.ssh.22.udp", "web.ingress.80.tcp"])
        #expect(
            rules.refusals == [
                .init(
                    service: "a/ssh",
                    message:
                        "198.51.100.10:22/tcp is used by the firewall itself (--management); give the Service another port"
                )
            ])
    }

    @Test func anAddressOfNobodyIsRefusedByName() throws {
        let rules = PublicAddressRules(
            [request("a/b", at: "192.0.2.1")], firewall: "edge", try Self.resources, ownPorts: [])
        #expect(rules.group == nil)
        #expect(
            rules.refusals == [
                .init(
                    service: "a/b",
                    message: "Firewall edge has no public address 192.0.2.1; it has: edge-ip (198.51.100.10)")
            ])
        let none = PublicAddressRules(
            [request("a/b", at: "edge-ip")], firewall: "west", try Self.resources, ownPorts: [])
        #expect(none.group == nil && none.refusals.map(\.message) == ["there is no Firewall west to add DNAT rules to"])
    }
}
