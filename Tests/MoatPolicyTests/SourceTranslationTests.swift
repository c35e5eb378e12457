import MoatModel
import MoatPolicy
import Testing

@Suite("source address of allowed flows") struct SourceTranslationTests {
    private func sourceNAT(_ flow: Flow, ranges: [String]?, base: [String]? = nil) throws -> Decision.SourceNAT {
        let policies = [
            FirewallPolicy(name: "policy", basePolicy: "base", snat: .init(privateRanges: ranges?.map { prefix($0) })),
            FirewallPolicy(name: "base", snat: .init(privateRanges: base?.map { prefix($0) })),
        ]
        let decision = evaluate(flow, try Scene([group(allow(network("all", [.any])))], policies: policies).compile())
        #expect(decision.verdict == .allow)
        return decision.sourceNAT
    }

    private func isPublic(_ sourceNAT: Decision.SourceNAT) -> Bool {
        if case .publicAddress = sourceNAT { true } else { false }
    }

    /// RFC 1918 and RFC 6598, at their edges.
    @Test(arguments: [
        ("10.0.0.0", true), ("10.255.255.255", true), ("9.255.255.255", false), ("11.0.0.0", false),
        ("172.16.0.0", true), ("172.31.255.255", true), ("172.15.255.255", false), ("172.32.0.0", false),
        ("192.168.0.0", true), ("192.168.255.255", true), ("192.167.255.255", false), ("192.169.0.0", false),
        ("100.64.0.0", true), ("100.127.255.255", true), ("100.63.255.255", false), ("100.128.0.0", false),
        ("8.8.8.8", false),
    ])
    func defaultRanges(_ destination: String, keepsSource: Bool) throws {
        let result = try sourceNAT(flow("10.0.5.7", destination), ranges: nil)
        #expect(keepsSource ? result == .none : isPublic(result))
    }

    @Test func neverAndAlways() throws {
        #expect(try sourceNAT(flow("10.0.5.7", "8.8.8.8"), ranges: ["0.0.0.0/0"]) == .none)
        #expect(isPublic(try sourceNAT(flow("10.0.5.7", "8.8.8.8"), ranges: ["255.255.255.255/32"])))
        #expect(try sourceNAT(flow("10.0.5.7", "10.0.4.4"), ranges: ["255.255.255.255/32"]) == .privateAddress)
    }

    /// The special values are special alone only.
    @Test func specialValuesAmongOthers() throws {
        let ranges = ["255.255.255.255/32", "8.8.8.0/24"]
        #expect(try sourceNAT(flow("10.0.5.7", "8.8.8.8"), ranges: ranges) == .none)
        #expect(isPublic(try sourceNAT(flow("10.0.5.7", "9.9.9.9"), ranges: ranges)))
    }

    /// Private space that custom ranges leave out is reached from the private address: no
    /// public one is known there.
    @Test func customRanges() throws {
        #expect(try sourceNAT(flow("10.0.5.7", "203.0.113.9"), ranges: ["203.0.113.0/24"]) == .none)
        #expect(try sourceNAT(flow("10.0.5.7", "192.168.1.1"), ranges: ["203.0.113.0/24"]) == .privateAddress)
        #expect(try sourceNAT(flow("10.0.5.7", "10.0.4.4"), ranges: []) == .privateAddress)
        #expect(isPublic(try sourceNAT(flow("10.0.5.7", "8.8.8.8"), ranges: [])))
    }

    @Test func nearestPolicyCounts() throws {
        let flow = flow("10.0.5.7", "8.8.8.8")
        #expect(try sourceNAT(flow, ranges: nil, base: ["0.0.0.0/0"]) == .none)
        #expect(isPublic(try sourceNAT(flow, ranges: ["10.0.0.0/8"], base: ["0.0.0.0/0"])))
    }

    /// A virtual network with public prefixes is inside all the same.
    @Test func virtualNetworkIsInside() throws {
        var scene = Scene(
            group(allow(network("all"))),
            policy: FirewallPolicy(name: "policy", snat: .init(privateRanges: [prefix("255.255.255.255/32")])))
        var net = try #require(scene.resources.virtualNetworks["net"])
        net.addressPrefixes.append(prefix("203.0.113.0/24"))
        scene.resources.set(.virtualNetwork(net))
        #expect(evaluate(flow("10.0.5.7", "203.0.113.9"), try scene.compile()).sourceNAT == .privateAddress)
    }

    @Test func neverForIPv6NorFromOutside() throws {
        #expect(try sourceNAT(flow("fd00:10:0:5::7", "2001:db8::1"), ranges: ["255.255.255.255/32"]) == .none)
        #expect(try sourceNAT(flow("203.0.113.7", "8.8.8.8", side: .public), ranges: nil) == .none)
    }

    @Test func deniedFlowsHaveNone() throws {
        let decision = evaluate(flow("10.0.5.7", "8.8.8.8"), try Scene(group(deny(network("all")))).compile())
        #expect(decision.sourceNAT == .none)
    }

    /// The address depends on the source alone, and both are used.
    @Test func stablePerSource() throws {
        let snapshot = try Scene(group(allow(network("all", [.any])))).compile()
        var used: Set<Decision.SourceNAT> = []
        for host in 1...50 {
            let choices = Set(
                [("8.8.8.8", IPProtocol.tcp), ("9.9.9.9", .udp), ("1.1.1.1", .icmp)].map {
                    evaluate(flow("10.0.5.\(host)", $0.0, $0.1), snapshot).sourceNAT
                })
            #expect(choices.count == 1)
            used.formUnion(choices)
        }
        #expect(used == [.publicAddress(0), .publicAddress(1)])
    }
}
