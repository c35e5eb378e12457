import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

@Suite("the way to the firewall") struct RouteTests {
    struct Way: Sendable, CustomTestStringConvertible {
        var flow: String
        var reaches: Bool
        var text: String

        var testDescription: String { flow }
    }

    @Test(arguments: [
        Way(
            flow: "10.0.5.7 8.8.8.8:53", reaches: true,
            text: "10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)"),
        Way(
            flow: "fd00:10:0:5::7 2001:db8::9/icmp", reaches: true,
            text: "fd00:10:0:5::/64 sends ::/0 to fd00:10:0:3::4 (aks-routes/default-v6)"),
        // Longest prefix first: /24 of the table over /16 of the network, /16 over /0.
        Way(
            flow: "10.0.5.7 10.0.4.4:80", reaches: true,
            text: "10.0.5.0/24 sends 10.0.4.0/24 to 10.0.3.4 (aks-routes/to-ing)"),
        Way(
            flow: "10.0.5.7 10.0.9.9:80", reaches: false,
            text: "10.0.5.0/24 reaches 10.0.0.0/16 within the virtual network (system route), "
                + "not through the firewall (10.0.3.4): this flow never reaches it"),
        Way(
            flow: "10.0.5.7 203.0.113.129:80", reaches: false,
            text: "10.0.5.0/24 drops what is for 203.0.113.128/25 (aks-routes/hole) instead of sending it "
                + "to the firewall (10.0.3.4): this flow never reaches it"),
        Way(
            flow: "10.0.5.7 203.0.113.193:80", reaches: false,
            text: "10.0.5.0/24 sends 203.0.113.192/26 to the internet (aks-routes/direct), "
                + "not to the firewall (10.0.3.4): this flow never reaches it"),
        Way(
            flow: "10.0.5.7 203.0.113.225:80", reaches: false,
            text: "10.0.5.0/24 sends 203.0.113.224/27 to 10.0.4.9 (aks-routes/other), "
                + "not to the firewall (10.0.3.4): this flow never reaches it"),
        Way(
            flow: "10.0.5.7 10.0.5.8:80", reaches: false,
            text: "10.0.5.8 is in the same subnet 10.0.5.0/24: this flow never reaches the firewall"),
        Way(
            flow: "10.0.4.4 8.8.8.8:53", reaches: false,
            text: "10.0.4.0/24 has no route to the firewall (10.0.3.4): this flow never reaches it"),
        Way(
            flow: "10.0.77.1 8.8.8.8:53", reaches: false,
            text: "10.0.77.1 is in no subnet of the firewall's virtual network: this flow never reaches it"),
        Way(
            flow: "10.0.5.7 10.0.3.4:53", reaches: true,
            text: "10.0.5.0/24 reaches the firewall's own address 10.0.3.4 within the virtual network"),
        Way(
            flow: "203.0.113.7 198.51.100.10:80", reaches: true,
            text: "arrives at public address 198.51.100.10 (edge-ip)"),
        Way(
            flow: "2001:db8::50 [fd00:10:0:5::7]:80", reaches: true,
            text: "arrives from outside for fd00:10:0:5::7 in fd00:10::/48, the virtual network"),
        Way(
            flow: "203.0.113.7 198.51.100.11:80", reaches: false,
            text: "198.51.100.11 is neither a public address of the firewall nor in its virtual network: "
                + "this flow never reaches it"),
    ])
    func found(_ way: Way) throws {
        let scene = try AnalysisScene()
        let snapshot = try scene.compile()
        let flow = try FlowExpression(parsing: way.flow).flow(in: snapshot)
        let route = explain(flow, snapshot, scene.resources).route
        #expect(route.text == way.text)
        #expect(route.reachesFirewall == way.reaches)
    }

    /// Of two equal prefixes the user-defined one wins; without its route table, the subnet
    /// has no way to the firewall.
    @Test func userDefinedOverSystem() throws {
        let scene = try AnalysisScene(
            changes: """
                apiVersion: moat.dev/v1alpha1
                kind: RouteTable
                metadata: {name: aks-routes}
                spec:
                  routes:
                    - {name: inside, addressPrefix: 10.0.0.0/16, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.3.4}
                  subnets: [net/aks]
                """)
        let snapshot = try scene.compile()
        func route(_ text: String) throws -> RouteFinding {
            explain(
                try FlowExpression(parsing: text).flow(in: snapshot), snapshot, scene.resources
            ).route
        }
        #expect(
            try route("10.0.5.7 10.0.4.4:80").text == "10.0.5.0/24 sends 10.0.0.0/16 to 10.0.3.4 (aks-routes/inside)")
        #expect(
            try route("10.0.5.7 8.8.8.8:80").text
                == "10.0.5.0/24 has no route to the firewall (10.0.3.4): this flow never reaches it")
        #expect(try route("10.0.5.7 8.8.8.8:80").route == nil)
    }
}

extension RouteTests {
    /// An answer that does not come back through the firewall is told; with the firewall's
    /// own source address, a route, or no answer to expect, there is nothing to tell.
    @Test func wayBack() throws {
        func wayBack(_ text: String, _ scene: AnalysisScene) throws -> RouteFinding? {
            let snapshot = try scene.compile()
            let flow = try FlowExpression(parsing: text).flow(in: snapshot)
            return explain(flow, snapshot, scene.resources).wayBack
        }
        let inbound = "203.0.113.50 198.51.100.10:80"
        #expect(try wayBack(inbound, AnalysisScene())?.reachesFirewall == false)
        #expect(try wayBack(inbound, AnalysisScene(inboundSNAT: true)) == nil)
        // 10.0.5.7 has the default route.
        #expect(try wayBack("203.0.113.50 198.51.100.10:22", AnalysisScene()) == nil)
        #expect(try wayBack("10.0.5.7 203.0.113.9:443", AnalysisScene()) == nil)
        #expect(try wayBack("10.0.5.7 10.0.4.4:81", AnalysisScene()) == nil)
        #expect(try wayBack("10.0.5.7 10.0.4.4:80", AnalysisScene()) != nil)
    }
}
