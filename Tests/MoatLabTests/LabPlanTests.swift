import MoatModel
import Testing

@testable import MoatLab

@Suite struct LabPlanTests {
    private let plan: LabPlan

    init() throws {
        plan = try LabPlan(ReferenceLab.topology(), ReferenceLab.resources)
    }

    private func lines(_ name: String) throws -> [String] {
        let node = try #require(plan.node(name))
        return IPBatch.links(of: node, plan.cables) + IPBatch.settings(of: node, plan.cables)
            + IPBatch.rules(of: node, .ipv4)
    }

    @Test func everyMachineHasANamespaceOfTheLab() {
        #expect(
            plan.nodes.map(\.namespace) == [
                "moat-ref-internet", "moat-ref-firewall", "moat-ref-fabric", "moat-ref-web", "moat-ref-attacker",
                "moat-ref-ingress", "moat-ref-app-7",
            ])
    }

    @Test func theFirewallHasItsPublicAndPrivateAddresses() throws {
        #expect(
            try lines("firewall") == [
                "link set lo up", "link set eth0 up", "link set eth1 up",
                "address add 198.51.100.10/24 dev eth0",
                "address add fe80::2/64 dev eth0 nodad",
                "address add 10.0.3.4/24 dev eth1",
                "address add fd00:10:0:3::4/64 dev eth1 nodad",
                "route replace 0.0.0.0/0 via 198.51.100.1 dev eth0 onlink",
                "route replace 10.0.0.0/16 via 10.0.3.1 dev eth1 onlink",
                "route replace ::/0 via fe80::1 dev eth0 onlink",
                "route replace fd00:10::/48 via fd00:10:0:3::1 dev eth1 onlink",
            ])
    }

    @Test func theInternetRoutesItsNetworksAndKnowsNoPrivateIPv4Address() throws {
        #expect(
            try lines("internet") == [
                "link add internet type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
                "link add port1 type veth peer name eth0 netns moat-ref-firewall",
                "link add port2 type veth peer name eth0 netns moat-ref-web",
                "link add port3 type veth peer name eth0 netns moat-ref-attacker",
                "link set port1 master internet", "link set port2 master internet", "link set port3 master internet",
                "link set lo up", "link set internet up", "link set port1 up", "link set port2 up", "link set port3 up",
                "address add 192.0.2.1/24 dev internet",
                "address add 198.51.100.1/24 dev internet",
                "address add 203.0.113.1/24 dev internet",
                "address add 2001:db8:203::1/64 dev internet nodad",
                "address add fe80::1/64 dev internet nodad",
                "route replace fd00:10::/48 via fe80::2 dev internet onlink",
            ])
    }

    @Test func withoutAFirewallThatTranslatesTheInternetKnowsTheWayBack() throws {
        let plan = try LabPlan(ReferenceLab.topology(), ReferenceLab.resources, gateway: .forwarding)
        let internet = try #require(plan.node("internet"))
        #expect(
            internet.routes.contains(
                NetworkRoute(
                    ReferenceLab.prefix("10.0.0.0/16"),
                    .via(ReferenceLab.address("198.51.100.10"), interface: "internet"))))
        #expect(plan.processes.isEmpty)
    }

    @Test func theFabricIsTheRouterOfEverySubnetAndRoutesBySubnet() throws {
        let lines = try lines("fabric")
        #expect(lines.contains("link add subnet2 type bridge stp_state 0 forward_delay 0 mcast_snooping 0"))
        #expect(lines.contains("address add 10.0.5.1/24 dev subnet2"))
        #expect(lines.contains("route replace 0.0.0.0/0 via 10.0.3.4 dev subnet1 onlink table 102"))
        #expect(lines.contains("rule add iif subnet2 lookup 102 priority 102"))
    }

    @Test func hostsUseTheRouterOfTheirSubnet() throws {
        #expect(
            try lines("app-7") == [
                "link set lo up", "link set eth0 up", "address add 10.0.5.7/24 dev eth0",
                "address add fd00:10:0:5::7/64 dev eth0 nodad",
                "route replace 0.0.0.0/0 via 10.0.5.1 dev eth0 onlink",
                "route replace ::/0 via fd00:10:0:5::1 dev eth0 onlink",
            ])
    }

    @Test func forwardingComesFirstAmongSysctls() throws {
        let fabric = try #require(plan.node("fabric"))
        #expect(fabric.sysctls.first == .init("ipv4/ip_forward", "1"))
        #expect(fabric.sysctls.contains(.init("ipv4/conf/all/rp_filter", "0")))
        #expect(fabric.sysctls.contains(.init("ipv4/conf/default/send_redirects", "0")))
        #expect(fabric.sysctls.contains(.init("ipv6/conf/all/forwarding", "1")))
        let host = try #require(plan.node("app-7"))
        #expect(host.sysctls.allSatisfy { $0.path.hasPrefix("ipv6/conf/") && $0.value == "0" })
    }

    @Test func theFirewallRunsWhatARealMachineWould() throws {
        let gateway = try #require(plan.processes.first { $0.kind == .gateway })
        #expect(gateway.node == "firewall")
        #expect(
            gateway.arguments == [
                "serve", "--firewall", "edge", "--public-interface", "eth0", "--private-interface", "eth1",
                "--state", "/run/moat/lab/ref/state", "--socket", "/run/moat/lab/ref/moat.sock",
                "--log-directory", "/run/moat/lab/ref/logs",
            ])
    }

    @Test func aHostWithServicesHasAResponder() throws {
        let topology = ReferenceLab.topology(services: [LabService(.tcp, 80, .http)])
        let plan = try LabPlan(topology, ReferenceLab.resources)
        #expect(plan.processes.map(\.kind) == [.responder, .gateway, .fabric])
        #expect(
            plan.processes.first?.arguments == ["lab", "responder", "--spec", "/run/moat/lab/ref/responder-web.json"])
    }

    @Test func anIPv4LabLeavesIPv6Alone() throws {
        var topology = ReferenceLab.topology()
        topology.internet.hosts[0].addresses.removeLast()
        topology.hosts[1].addresses.removeLast()
        var network = ReferenceLab.network
        network.addressPrefixes.removeLast()
        network.subnets = network.subnets.map { .init(name: $0.name, addressPrefixes: [$0.addressPrefixes[0]]) }
        var resources = ReferenceLab.resources
        resources.set(.virtualNetwork(network))
        let plan = try LabPlan(topology, resources)
        #expect(!plan.usesIPv6)
        #expect(plan.nodes.flatMap(\.sysctls).allSatisfy { $0.path.hasPrefix("ipv4/") })
    }

    @Test func theClusterAsksTheFirewallWhereThatHasTheDNSProxy() throws {
        var topology = ReferenceLab.topology()
        topology.internet.resolver = ReferenceLab.address("203.0.113.9")
        topology.internet.hosts[0].services = [LabService(.udp, 53, .dns)]
        var resources = ReferenceLab.resources
        func servers(_ host: String, _ gateway: LabGateway = .moat) throws -> [String] {
            let plan = try LabPlan(topology, resources, gateway: gateway)
            return try #require(plan.node(host)).nameServers.map(\.description)
        }
        #expect(try servers("app-7") == ["203.0.113.9"])
        resources.set(.firewallPolicy(FirewallPolicy(name: "aks-egress", basePolicy: "base")))
        resources.set(.firewallPolicy(FirewallPolicy(name: "base", dnsSettings: .init(enableProxy: true))))
        #expect(try servers("app-7") == ["10.0.3.4", "fd00:10:0:3::4"])
        #expect(try servers("web") == ["203.0.113.9"])
        #expect(try servers("firewall") == ["203.0.113.9"])
        #expect(try servers("app-7", .forwarding) == ["203.0.113.9"])
    }
}
