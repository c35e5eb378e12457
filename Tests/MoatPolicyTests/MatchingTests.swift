import MoatModel
import MoatPolicy
import Testing

@Suite("what a rule matches") struct MatchingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rule: NetworkRule
        var flow: Flow
        var matches: Bool

        init(_ name: String, _ rule: NetworkRule, _ flow: Flow, _ matches: Bool) {
            self.testDescription = name
            self.rule = rule
            self.flow = flow
            self.matches = matches
        }
    }

    @Test(arguments: addresses + services)
    func networkRule(_ row: Row) throws {
        var scene = Scene(group(allow(row.rule)))
        scene.resources.set(.ipGroup(IPGroup(name: "empty", ipAddresses: [])))
        scene.resources.set(
            .ipGroup(
                IPGroup(name: "mixed", ipAddresses: specifiers("10.0.5.7,10.0.6.0/24,10.0.7.1-10.0.7.3,fd00::/16"))))
        let snapshot = try scene.compile()
        #expect(evaluate(row.flow, snapshot).verdict == (row.matches ? .allow : .deny))
        #expect(snapshot.match(rule: 0, row.flow).all == row.matches)
    }

    private static func from(_ sources: String, _ source: String, _ matches: Bool) -> Row {
        let isIPv6 = source.contains(":")
        return Row(
            "source \(sources) and \(source)", network("r", from: sources),
            flow(source, isIPv6 ? "2001:db8::1" : "8.8.8.8"), matches)
    }

    private static func to(_ destinations: String, _ destination: String, _ matches: Bool) -> Row {
        let isIPv6 = destination.contains(":")
        return Row(
            "destination \(destinations) and \(destination)", network("r", to: destinations),
            flow(isIPv6 ? "fd00:10:0:5::7" : "10.0.5.7", destination), matches)
    }

    private static func groups(_ from: [String], _ to: [String], _ flow: Flow, _ matches: Bool) -> Row {
        Row(
            "groups \(from) and \(to), \(flow.source) to \(flow.destination)",
            network("r", from: from.isEmpty ? "*" : "", to: to.isEmpty ? "*" : "", fromGroups: from, toGroups: to),
            flow,
            matches)
    }

    private static let addresses = [
        from("*", "10.0.5.7", true), from("*", "fd00:10:0:5::7", true), from("*", "0.0.0.0", true),
        from("*", "255.255.255.255", true), from("*", "::", true),
        from("0.0.0.0/0", "10.0.5.7", true), from("0.0.0.0/0", "fd00:10:0:5::7", false),
        from("::/0", "fd00:10:0:5::7", true), from("::/0", "10.0.5.7", false),
        from("10.0.5.7", "10.0.5.7", true), from("10.0.5.7", "10.0.5.6", false), from("10.0.5.7", "10.0.5.8", false),
        from("10.0.5.0/24", "10.0.5.0", true), from("10.0.5.0/24", "10.0.5.255", true),
        from("10.0.5.0/24", "10.0.4.255", false), from("10.0.5.0/24", "10.0.6.0", false),
        from("10.0.5.3-10.0.5.5", "10.0.5.2", false), from("10.0.5.3-10.0.5.5", "10.0.5.3", true),
        from("10.0.5.3-10.0.5.5", "10.0.5.5", true), from("10.0.5.3-10.0.5.5", "10.0.5.6", false),
        from("10.0.5.1,10.0.5.9", "10.0.5.9", true), from("10.0.5.1,10.0.5.9", "10.0.5.5", false),
        from("fd00:10:0:5::/64", "fd00:10:0:5:ffff::", true), from("fd00:10:0:5::/64", "fd00:10:0:6::", false),
        from("fd00::7-fd00::9", "fd00::8", true), from("fd00::7-fd00::9", "fd00::a", false),
        from("", "10.0.5.7", false),
        to("8.8.8.8", "8.8.8.8", true), to("8.8.8.8", "8.8.4.4", false), to("*", "2001:db8::1", true),
        to("203.0.113.0/25", "203.0.113.127", true), to("203.0.113.0/25", "203.0.113.128", false),
        to("Storage", "203.0.113.127", true), to("Storage", "203.0.113.128", false),
        to("Storage", "203.0.113.192", true), to("Storage", "2001:db8:5::9", true),
        to("Storage", "2001:db8:6::9", false), to("Storage,8.8.8.8", "8.8.8.8", true),
        to("Nothing", "8.8.8.8", false), to("", "8.8.8.8", false),
        groups(["mixed"], [], flow("10.0.5.7", "8.8.8.8"), true),
        groups(["mixed"], [], flow("10.0.6.9", "8.8.8.8"), true),
        groups(["mixed"], [], flow("10.0.7.3", "8.8.8.8"), true),
        groups(["mixed"], [], flow("10.0.7.4", "8.8.8.8"), false),
        groups(["mixed"], [], flow("fd00::1", "2001:db8::1"), true),
        groups([], ["mixed"], flow("10.0.5.9", "10.0.7.1"), true),
        groups([], ["mixed"], flow("10.0.5.9", "10.0.7.9"), false),
        groups(["empty"], [], flow("10.0.5.7", "8.8.8.8"), false),
        groups([], ["empty"], flow("10.0.5.7", "8.8.8.8"), false),
        groups(["empty", "mixed"], [], flow("10.0.5.7", "8.8.8.8"), true),
    ]

    private static func service(
        _ protocols: [RuleProtocol], _ portList: String, _ ipProtocol: UInt8, _ port: UInt16, _ matches: Bool,
        ipv6: Bool = false
    ) -> Row {
        let flow = Flow(
            side: .private, source: address(ipv6 ? "fd00:10:0:5::7" : "10.0.5.7"),
            destination: address(ipv6 ? "2001:db8::1" : "8.8.8.8"), ipProtocol: IPProtocol(rawValue: ipProtocol),
            sourcePort: 40000, destinationPort: port)
        return Row(
            "\(protocols.map(\.rawValue)) \(portList) and protocol \(ipProtocol) port \(port)\(ipv6 ? ", IPv6" : "")",
            network("r", protocols, ports: portList), flow, matches)
    }

    private static let services = [
        service([.tcp], "443", 6, 443, true), service([.tcp], "443", 6, 444, false),
        service([.tcp], "443", 17, 443, false),
        service([.udp], "53", 17, 53, true), service([.udp], "53", 6, 53, false),
        service([.tcp, .udp], "53", 6, 53, true), service([.tcp, .udp], "53", 17, 53, true),
        service([.tcp], "80-90", 6, 79, false), service([.tcp], "80-90", 6, 80, true),
        service([.tcp], "80-90", 6, 90, true), service([.tcp], "80-90", 6, 91, false),
        service([.tcp], "80,443,8000-8010", 6, 443, true), service([.tcp], "80,443,8000-8010", 6, 8005, true),
        service([.tcp], "80,443,8000-8010", 6, 81, false), service([.tcp], "*", 6, 0, true),
        service([.tcp], "*", 6, 65535, true), service([.tcp], "*", 17, 1, false),
        service([.tcp], "1-65535", 6, 0, false),
        // ICMP is that of the family; ports do not concern it.
        service([.icmp], "*", 1, 0, true), service([.icmp], "*", 58, 0, false),
        service([.icmp], "*", 58, 0, true, ipv6: true), service([.icmp], "*", 1, 0, false, ipv6: true),
        service([.tcp, .icmp], "443", 1, 0, true), service([.tcp, .icmp], "443", 6, 443, true),
        service([.tcp, .icmp], "443", 6, 80, false), service([.tcp], "*", 1, 0, false),
        // Any: every protocol with *, and TCP and UDP with a port.
        service([.any], "*", 6, 443, true), service([.any], "*", 17, 53, true), service([.any], "*", 1, 0, true),
        service([.any], "*", 0, 0, true), service([.any], "*", 47, 0, true), service([.any], "*", 132, 0, true),
        service([.any], "*", 255, 0, true), service([.any], "*", 58, 0, true, ipv6: true),
        service([.any], "443", 6, 443, true), service([.any], "443", 17, 443, true),
        service([.any], "443", 1, 0, false),
        service([.any], "443", 47, 0, false), service([.any], "443", 47, 443, false),
        service([.any], "443", 6, 80, false),
        service([.any], "443,*", 47, 0, true), service([.any, .icmp], "443", 1, 0, true),
        // A port in a flow whose protocol has none is ignored.
        service([.icmp], "*", 1, 8, true), service([.any], "*", 132, 9, true),
    ]

    /// A flow whose addresses are of two families matches nothing.
    @Test func mixedFamilies() throws {
        let snapshot = try Scene(group(allow(network("r", [.any])), dnat(nat("n"), priority: 200))).compile()
        for mixed in [flow("10.0.5.7", "2001:db8::1"), flow("fd00::1", "198.51.100.10", port: 80)] {
            #expect(evaluate(mixed, snapshot).verdict == .deny)
            #expect(snapshot.match(rule: 0, mixed).count == 0)
            #expect(snapshot.match(rule: 1, mixed).count == 0)
        }
    }

    @Test func fieldsOneByOne() throws {
        let scene = Scene(group(allow(network("r", from: "10.0.5.7", to: "8.8.8.8", ports: "443"))))
        let snapshot = try scene.compile()
        func match(_ flow: Flow) -> FieldMatch { snapshot.match(rule: 0, flow) }
        #expect(
            match(flow("10.0.5.8", "8.8.8.8")) == FieldMatch(source: false, destination: true, service: true))
        #expect(
            match(flow("10.0.5.7", "8.8.4.4", port: 80)) == FieldMatch(source: true, destination: false, service: false)
        )
        #expect(match(flow("10.0.5.7", "8.8.8.8")).count == 3)
        #expect(snapshot.match(rule: 1, flow("10.0.5.7", "8.8.8.8")).count == 0)
        #expect(snapshot.match(rule: -1, flow("10.0.5.7", "8.8.8.8")).count == 0)
    }
}
