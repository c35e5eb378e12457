import MoatModel
import MoatPolicy
import Testing

@Suite("what can't be compiled says where, why and how to mend it") struct CompileErrorTests {
    private func expect(_ scene: Scene, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let error = try scene.compileError(sourceLocation: sourceLocation)
        #expect(error.description == text, sourceLocation: sourceLocation)
    }

    @Test func noSuchFirewall() throws {
        var scene = Scene(group())
        scene.resources.remove(ResourceKey(kind: .firewall, name: "edge"))
        try expect(scene, "Firewall edge: there is no Firewall of that name; declare it, or name one that exists")
    }

    @Test func noSuchSubnet() throws {
        var scene = Scene(group())
        scene.resources.remove(ResourceKey(kind: .virtualNetwork, name: "net"))
        try expect(
            scene,
            "Firewall edge: there is no subnet net/AzureFirewallSubnet; "
                + "declare it in a VirtualNetwork, or name one that exists")
        scene = Scene(group())
        var firewall = try #require(scene.resources.firewalls["edge"])
        firewall.ipConfigurations[0].subnet = nil
        scene.resources.set(.firewall(firewall))
        try expect(
            scene,
            "Firewall edge: no ipConfiguration names a subnet; "
                + "give the first one the AzureFirewallSubnet of a virtual network")
    }

    @Test func subnetWithoutIPv4() throws {
        var scene = Scene(group())
        var net = try #require(scene.resources.virtualNetworks["net"])
        net.subnets[0].addressPrefixes = [prefix("fd00:10:0:3::/64")]
        scene.resources.set(.virtualNetwork(net))
        try expect(
            scene,
            "Firewall edge: its subnet net/AzureFirewallSubnet has no IPv4 prefix; give the subnet one of at least /26")
    }

    @Test func publicAddresses() throws {
        var scene = Scene(group())
        scene.resources.set(.publicIPAddress(PublicIPAddress(name: "pip2", ipAddress: address("2001:db8::1"))))
        try expect(
            scene,
            "Firewall edge: PublicIPAddress pip2 is 2001:db8::1, an IPv6 address; "
                + "a firewall's public addresses are IPv4, as it translates no IPv6")
        scene.resources.remove(ResourceKey(kind: .publicIPAddress, name: "pip2"))
        try expect(
            scene,
            "Firewall edge: ipConfiguration second: there is no PublicIPAddress pip2; "
                + "declare it, or name one that exists")
    }

    @Test func policies() throws {
        try expect(
            Scene([], policies: [FirewallPolicy(name: "child", basePolicy: "gone")]),
            "FirewallPolicy child: there is no FirewallPolicy gone; declare it, or name one that exists")
        try expect(
            Scene(
                [],
                policies: [
                    FirewallPolicy(name: "a", basePolicy: "b"), FirewallPolicy(name: "b", basePolicy: "c"),
                    FirewallPolicy(name: "c", basePolicy: "b"),
                ]),
            "FirewallPolicy c: its base policies form a cycle: a -> b -> c -> b; remove one basePolicy of them")
        var scene = Scene(group())
        scene.resources.remove(ResourceKey(kind: .firewallPolicy, name: "policy"))
        try expect(
            scene, "Firewall edge: there is no FirewallPolicy policy; declare it, or name one that exists")
    }

    @Test func serviceTags() throws {
        var scene = Scene(group(allow(network("tag", to: "Nowhere"))))
        try expect(
            scene,
            "RuleCollectionGroup policy/group, rule allow/tag: the service tag file has no tag Nowhere; "
                + "correct the name, or load a file that has it")
        scene.serviceTags = nil
        try expect(
            scene,
            "RuleCollectionGroup policy/group, rule allow/tag: it names the service tag Nowhere, and no service tag "
                + "file is loaded; load one, or write the prefixes themselves")
        try expect(
            Scene(group(allow(network("tag", from: "Storage")))),
            "RuleCollectionGroup policy/group, rule allow/tag: the service tag Storage stands where only addresses "
                + "may; service tags are for destinationAddresses of network rules; write addresses here")
    }

    @Test func ipGroups() throws {
        try expect(
            Scene(group(allow(network("r", fromGroups: ["gone"])))),
            "RuleCollectionGroup policy/group, rule allow/r: there is no IPGroup gone; "
                + "declare it, or name one that exists")
    }

    @Test func natRules() throws {
        func expectNAT(_ rule: NatRule, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
            try expect(
                Scene(group(dnat(rule))), "RuleCollectionGroup policy/group, rule dnat/n: \(text)",
                sourceLocation: sourceLocation)
        }
        try expectNAT(
            nat("n", target: "fd00::1"),
            "translatedAddress is fd00::1, an IPv6 address; NAT is for IPv4; write an IPv4 address")
        try expectNAT(
            nat("n", to: "fd00::1"),
            "destinationAddresses has fd00::1, an IPv6 address; NAT is for IPv4; "
                + "write a public IPv4 address of the firewall")
        try expectNAT(
            nat("n", target: "10.0.3.4"),
            "translatedAddress 10.0.3.4 is the firewall itself; write the address of the server behind it")
        try expectNAT(
            nat("n", [.tcp, .icmp]), "ICMP can't be translated by a NAT rule; write TCP, UDP, or Any for both")
    }

    @Test func twoRulesOfOneName() throws {
        try expect(
            Scene(group(allow(network("r"), network("r", ports: "443")))),
            "RuleCollectionGroup policy/group, rule allow/r: its collection has two rules of that name; "
                + "give one of them another name")
    }
}
