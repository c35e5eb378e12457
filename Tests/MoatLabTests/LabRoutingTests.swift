import Glibc
import MoatModel
import Testing

@testable import MoatLab

/// Real packets through a real lab.
@Suite(.enabled(if: LabFixture.isPossible, "needs root"), .serialized)
struct LabRoutingTests {
    @Test func everyMachineReachesWhatItShould() throws {
        try LabFixture.with { lab throws in
            #expect(try lab.connects(from: "app-7", to: "web", at: "203.0.113.9"))
            #expect(try lab.connects(from: "app-7", to: "web", at: "2001:db8:203::9"))
            #expect(try lab.connects(from: "app-7", to: "attacker", at: "192.0.2.66"))
            #expect(try lab.connects(from: "app-7", to: "ingress", at: "10.0.4.4"))
            #expect(try lab.connects(from: "web", to: "ingress", at: "10.0.4.4"))
            #expect(try lab.connects(from: "web", to: "app-7", at: "fd00:10:0:5::7"))
            #expect(try lab.connects(from: "web", to: "attacker", at: "192.0.2.66"))
            #expect(try lab.connects(from: "app-7", to: "firewall", at: "10.0.3.4"))
            // The network's own addresses have no host in the gaps.
            #expect(try lab.failure(from: "app-7", to: "web", at: "203.0.113.9") == nil)
        }
    }

    @Test func trafficToTheInternetPassesTheFirewallAndTrafficBetweenSubnetsDoesNot() throws {
        try LabFixture.with { lab throws in
            try lab.setForwarding(false)
            #expect(try lab.failure(from: "app-7", to: "web", at: "203.0.113.9") != nil)
            #expect(try lab.failure(from: "app-7", to: "web", at: "2001:db8:203::9") != nil)
            #expect(try lab.connects(from: "app-7", to: "ingress", at: "10.0.4.4"))
        }
    }

    @Test func withoutARouteTableThereIsNoWayOut() throws {
        try LabFixture.with(resources: ReferenceLab.resources(with: [])) { lab throws in
            #expect(try lab.failure(from: "app-7", to: "web", at: "203.0.113.9") == EHOSTUNREACH)
            #expect(try lab.failure(from: "app-7", to: "web", at: "2001:db8:203::9") != nil)
            #expect(try lab.connects(from: "app-7", to: "ingress", at: "10.0.4.4"))
        }
    }

    @Test func aLongerUserDefinedRouteWinsOverTheSystemRoute() throws {
        let firewall = RouteTable.NextHop.virtualAppliance(ReferenceLab.address("10.0.3.4"))
        let tables = [
            ReferenceLab.routeTable([
                ("0.0.0.0/0", firewall), ("10.0.4.0/24", firewall), ("203.0.113.0/25", .none),
            ]),
            ReferenceLab.routeTable([("10.0.5.0/24", firewall)], name: "ing", for: "ing-4-subnet"),
        ]
        try LabFixture.with(resources: ReferenceLab.resources(with: tables)) { lab throws in
            #expect(try lab.connects(from: "app-7", to: "ingress", at: "10.0.4.4"))
            #expect(try lab.connects(from: "app-7", to: "attacker", at: "192.0.2.66"))
            // None drops in silence, so the attempt runs into its time limit.
            #expect(try lab.failure(from: "app-7", to: "web", at: "203.0.113.9") == EINPROGRESS)
            try lab.setForwarding(false)
            #expect(try lab.failure(from: "app-7", to: "ingress", at: "10.0.4.4") != nil)
        }
    }

    @Test func theFabricFollowsTheRouteTableWhileTheLabRuns() throws {
        try LabFixture.with { lab throws in
            let record = try lab.lab.record()
            var tables = FabricTables(namespace: try lab.lab.namespace(of: "fabric").name, links: record.links)
            let without = ReferenceLab.resources(with: [
                ReferenceLab.routeTable([ReferenceLab.toFirewall[0]], name: "ing-4-routes", for: "ing-4-subnet")
            ])
            #expect(try lab.connects(from: "app-7", to: "web", at: "203.0.113.9"))

            try tables.program(without)
            #expect(try lab.failure(from: "app-7", to: "web", at: "203.0.113.9") == EHOSTUNREACH)
            #expect(try tables.program(without) == 0)

            #expect(try tables.program(ReferenceLab.resources) == 2)
            #expect(try lab.connects(from: "app-7", to: "web", at: "203.0.113.9"))
            #expect(try lab.connects(from: "app-7", to: "web", at: "2001:db8:203::9"))
        }
    }

    @Test func aFreshLookAtTheTablesRemovesWhatDoesNotBelong() throws {
        try LabFixture.with { lab throws in
            let fabric = try lab.lab.namespace(of: "fabric").name
            try IPTool.batch(
                [
                    "route replace blackhole 203.0.113.9/32 table 102",
                    "route replace blackhole 2001:db8:203::9/128 table 102",
                ], in: fabric)
            #expect(try lab.failure(from: "app-7", to: "web", at: "203.0.113.9") != nil)
            var tables = FabricTables(namespace: fabric, links: try lab.lab.record().links)
            try tables.program(ReferenceLab.resources)
            #expect(try lab.connects(from: "app-7", to: "web", at: "203.0.113.9"))
            #expect(try lab.connects(from: "app-7", to: "web", at: "2001:db8:203::9"))
        }
    }
}
