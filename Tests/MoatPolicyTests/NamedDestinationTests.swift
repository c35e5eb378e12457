import MoatModel
import MoatPolicy
import Testing

@Suite("names in network rules") struct NamedDestinationTests {
    private func named(_ name: String, _ fqdns: [String], to destinations: String = "", ports: String = "123")
        -> NetworkRule
    {
        var rule = network(name, [.udp], to: destinations, ports: ports)
        rule.destinationFqdns = fqdns
        return rule
    }

    private func names(_ addresses: [String: [String]]) -> ResolvedNames {
        ResolvedNames(addresses.mapValues { Set($0.map { address($0) }) })
    }

    private func rule(_ destination: String, _ snapshot: Snapshot) -> String? {
        let source = destination.contains(":") ? "fd00:10:0:5::7" : "10.0.5.7"
        return evaluate(flow(source, destination, .udp, port: 123), snapshot).rule?.rule
    }

    @Test func aNameWithoutAnAddressMatchesNothing() throws {
        let snapshot = try Scene(group(allow(named("time", ["time.example"])))).compile()
        #expect(rule("203.0.113.9", snapshot) == nil)
        #expect(snapshot.namesOfNetworkRules.mapValues { $0.map(\.rule) } == ["time.example": ["time"]])
    }

    @Test func bothFamiliesAndNoOtherAddress() throws {
        let snapshot = try Scene(group(allow(named("time", ["Time.Example."])))).compile()
            .resolving(names(["time.example": ["203.0.113.9", "2001:db8::9"], "other.example": ["203.0.113.10"]]))
        #expect(rule("203.0.113.9", snapshot) == "time")
        #expect(rule("2001:db8::9", snapshot) == "time")
        #expect(rule("203.0.113.10", snapshot) == nil)
        #expect(evaluate(flow("10.0.5.7", "203.0.113.9", .tcp, port: 123), snapshot).verdict == .deny)
        #expect(evaluate(flow("10.0.5.7", "203.0.113.9", .udp, port: 124), snapshot).verdict == .deny)
    }

    /// cilium #31803: two names on one address.
    @Test func theEarlierOfTwoRulesForOneAddressDecides() throws {
        let scene = Scene(
            group(
                deny(named("never", ["evil.example"])), allow(named("time", ["time.example"]), name: "a", priority: 200)
            ))
        let snapshot = try scene.compile().resolving(
            names(["evil.example": ["203.0.113.9"], "time.example": ["203.0.113.9", "203.0.113.10"]]))
        #expect(rule("203.0.113.9", snapshot) == "never")
        #expect(rule("203.0.113.10", snapshot) == "time")
    }

    @Test func aRuleByAddressBeforeAndAfter() throws {
        let scene = Scene(
            group(
                allow(
                    network("before", [.udp], to: "203.0.113.8", ports: "123"), named("time", ["time.example"]),
                    network("after", [.udp], to: "203.0.113.0/24", ports: "123"))))
        let snapshot = try scene.compile().resolving(names(["time.example": ["203.0.113.8", "203.0.113.9"]]))
        #expect(rule("203.0.113.8", snapshot) == "before")
        #expect(rule("203.0.113.9", snapshot) == "time")
        #expect(rule("203.0.113.10", snapshot) == "after")
    }

    @Test func addressesAndNamesInOneRule() throws {
        let snapshot = try Scene(group(allow(named("time", ["time.example"], to: "203.0.113.1")))).compile()
        #expect(rule("203.0.113.1", snapshot) == "time")
        #expect(rule("203.0.113.2", snapshot) == nil)
        #expect(rule("203.0.113.2", snapshot.resolving(names(["time.example": ["203.0.113.2"]]))) == "time")
    }

    @Test func addressesThatAreGoneMatchNoMore() throws {
        let compiled = try Scene(group(allow(named("time", ["time.example"])))).compile()
        let first = compiled.resolving(names(["time.example": ["203.0.113.9"]]))
        let second = first.resolving(names(["time.example": ["203.0.113.10"]]))
        #expect(rule("203.0.113.9", second) == nil)
        #expect(rule("203.0.113.10", second) == "time")
        #expect(rule("203.0.113.9", first) == "time")
    }

    @Test func namesStayOverAChangeOfPolicy() throws {
        let inForce = SnapshotInForce()
        inForce.replace(names: names(["time.example": ["203.0.113.9"]]))
        inForce.replace(with: try Scene(group(allow(named("time", ["time.example"])))).compile())
        #expect(rule("203.0.113.9", try #require(inForce.current)) == "time")
        inForce.replace(names: ResolvedNames())
        #expect(rule("203.0.113.9", try #require(inForce.current)) == nil)
    }

    @Test(arguments: ["*.example", "*", "a b", ""])
    func onlySingleNames(name: String) throws {
        let error = try Scene(group(allow(named("time", [name])))).compileError()
        #expect(error.description.contains("destinationFqdns has '\(name)', which is not one name"))
    }
}
