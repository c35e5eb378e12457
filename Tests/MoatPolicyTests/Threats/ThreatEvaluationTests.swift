import MoatModel
import Testing

@testable import MoatPolicy

@Suite("threats are judged before every rule")
struct ThreatEvaluationTests {
    private let lists: ThreatLists = {
        var list = ThreatList(feed: "feed", category: "Bots")
        for text in ["203.0.113.0/24", "2001:db8:bad::/48", "10.0.0.0/8", "198.51.100.10/32"] {
            list.add(IPRange(prefix(text)))
        }
        for text in ["evil.example", "*.evil.example"] { list.add(patterns([text])[0]) }
        if let url = ThreatURL("http://mixed.example/malware") { list.add(url) }
        return ThreatLists(fetched: ThreatIndex([list], at: 0))
    }()

    private func snapshot(
        _ mode: FirewallPolicy.ThreatIntelMode, allowed: String = "", names: [String] = [],
        base: FirewallPolicy.ThreatIntelWhitelist? = nil
    ) throws -> Snapshot {
        var policies = [
            FirewallPolicy(
                name: "policy", basePolicy: base == nil ? nil : "base", threatIntelMode: mode,
                threatIntelWhitelist: .init(ipAddresses: specifiers(allowed), fqdns: names))
        ]
        if let base {
            policies.append(FirewallPolicy(name: "base", threatIntelMode: .off, threatIntelWhitelist: base))
        }
        let rules = group(
            "group", dnat(nat("web")), allow(network("web"), priority: 200),
            allow(application("names", ["*"], ["https:8443", "http:8080"])))
        return try Scene([rules], policies: policies).compile().watching(lists)
    }

    private let inbound = flow("203.0.113.9", "198.51.100.10", port: 80, side: .public)
    private let outbound = flow("10.0.5.7", "203.0.113.9")

    @Test func off() throws {
        let snapshot = try snapshot(.off)
        #expect(evaluate(inbound, snapshot).reason == .dnat && evaluate(inbound, snapshot).threat == nil)
        #expect(evaluate(outbound, snapshot).reason == .rule && evaluate(outbound, snapshot).threat == nil)
    }

    /// Where a network rule or a NAT rule allows it too.
    @Test func alertRecordsAndLetsTheRulesDecide() throws {
        let snapshot = try snapshot(.alert)
        let (into, out) = (evaluate(inbound, snapshot), evaluate(outbound, snapshot))
        #expect(into.verdict == .allow && into.reason == .dnat && into.translation != nil)
        #expect(into.threat?.action == .alert && into.threat?.subject == .source)
        #expect(out.verdict == .allow && out.reason == .rule)
        #expect(out.threat?.action == .alert && out.threat?.subject == .destination)
        #expect(out.threat?.info == ThreatInfo(feed: "feed", description: "Bots"))
    }

    @Test func denyStopsBothDirections() throws {
        let snapshot = try snapshot(.deny)
        for flow in [inbound, outbound, flow("fd00:10:0:5::7", "2001:db8:bad::1")] {
            let decision = evaluate(flow, snapshot)
            #expect(decision.verdict == .deny && decision.tier == .threatIntel && decision.rule == nil)
            #expect(decision.reason == .threatIntel && decision.translation == nil && decision.sourceNAT == .none)
            #expect(decision.threat?.action == .deny)
        }
    }

    /// Only the far end is looked up: the destination of what comes from outside and the source
    /// of what leaves are the firewall's own side.
    @Test func theNearEndIsNotLookedUp() throws {
        let snapshot = try snapshot(.deny)
        #expect(evaluate(flow("203.0.113.9", "192.0.2.1"), snapshot).threat == nil)
        #expect(evaluate(flow("192.0.2.1", "203.0.113.9", side: .public), snapshot).threat == nil)
    }

    @Test func theFirewallAndItsNetworkAreNeverListed() throws {
        let snapshot = try snapshot(.deny)
        for destination in ["198.51.100.10", "10.0.3.4", "10.0.5.8"] {
            #expect(evaluate(flow("10.0.5.7", destination), snapshot).threat == nil, "\(destination)")
        }
        #expect(evaluate(flow("10.0.5.7", "10.1.0.1"), snapshot).threat != nil)
        #expect(snapshot.threat(ofDestination: address("10.0.5.8")) == nil)
        #expect(snapshot.threat(ofDestination: address("203.0.113.9"))?.action == .deny)
    }

    @Test func theAllowListWins() throws {
        let snapshot = try snapshot(.deny, allowed: "203.0.113.8/31,2001:db8:bad::1-2001:db8:bad::2")
        #expect(evaluate(inbound, snapshot).reason == .dnat)
        #expect(evaluate(outbound, snapshot).threat == nil)
        #expect(evaluate(flow("10.0.5.7", "203.0.113.10"), snapshot).reason == .threatIntel)
        #expect(evaluate(flow("fd00:10:0:5::7", "2001:db8:bad::2"), snapshot).threat == nil)
        #expect(evaluate(flow("fd00:10:0:5::7", "2001:db8:bad::3"), snapshot).reason == .threatIntel)
    }

    @Test func theAllowListsOfAllPoliciesHoldAndTheModeOfTheNearest() throws {
        let base = FirewallPolicy.ThreatIntelWhitelist(
            ipAddresses: specifiers("203.0.113.9"), fqdns: ["a.evil.example"])
        let snapshot = try snapshot(.deny, allowed: "203.0.113.10", names: ["b.evil.example"], base: base)
        for (destination, isListed) in [("203.0.113.9", false), ("203.0.113.10", false), ("203.0.113.11", true)] {
            #expect((evaluate(flow("10.0.5.7", destination), snapshot).threat != nil) == isListed)
        }
        for (name, isListed) in [("a.evil.example", false), ("b.evil.example", false), ("c.evil.example", true)] {
            #expect((snapshot.threat(ofName: name) != nil) == isListed)
        }
    }

    private func tls(_ name: String) -> ApplicationRequest {
        ApplicationRequest(flow: flow("10.0.5.7", "192.0.2.1", port: 8443), content: .tls(serverName: name))
    }

    private func http(_ host: String, _ target: String) -> ApplicationRequest {
        ApplicationRequest(
            flow: flow("10.0.5.7", "192.0.2.1", port: 80), content: .http(host: host, port: nil, target: target))
    }

    @Test func namesOfConnections() throws {
        let deny = try snapshot(.deny)
        for name in ["evil.example", "Evil.Example.", "a.b.evil.example"] {
            let decision = evaluate(tls(name), deny)
            #expect(decision.reason == .threatIntel && decision.threat?.subject == .name, "\(name)")
        }
        #expect(evaluate(tls("xevil.example"), deny).verdict == .allow)
        let alert = evaluate(tls("evil.example"), try snapshot(.alert))
        #expect(alert.verdict == .allow && alert.reason == .rule && alert.threat?.action == .alert)
        #expect(evaluate(tls("evil.example"), try snapshot(.off)).threat == nil)
        #expect(evaluate(tls("evil.example"), try snapshot(.deny, names: ["*.example"])).threat == nil)
        #expect(evaluate(tls("evil.example"), try snapshot(.deny, names: ["*.evil.example"])).threat != nil)
    }

    @Test func urlsOfRequests() throws {
        let deny = try snapshot(.deny)
        let decision = evaluate(http("Mixed.example", "/malware"), deny)
        #expect(decision.reason == .threatIntel && decision.threat?.subject == .url)
        #expect(evaluate(http("mixed.example", "/other"), deny).threat == nil)
        #expect(evaluate(http("mixed.example", "/malware?x"), deny).threat == nil)
        #expect(evaluate(tls("mixed.example"), deny).threat == nil)
        let alert = evaluate(http("mixed.example", "/malware"), try snapshot(.alert))
        #expect(alert.reason == .application(.noRuleMatched) && alert.threat?.action == .alert)
        #expect(
            evaluate(http("mixed.example", "/malware"), try snapshot(.deny, names: ["mixed.example"])).threat == nil)
    }

    /// A swap leaves no gap, and a snapshot without lists judges by its rules alone.
    @Test func listsAreReplaced() throws {
        let inForce = SnapshotInForce()
        inForce.replace(threats: lists)
        #expect(inForce.current == nil)
        let first = inForce.replace(with: try snapshot(.deny).watching(.none))
        #expect(evaluate(outbound, first).reason == .threatIntel)
        let second = try #require(inForce.replace(threats: ThreatLists()))
        #expect(evaluate(outbound, second).reason == .rule)
        #expect(evaluate(outbound, first).reason == .threatIntel)
        inForce.replace(threats: lists)
        inForce.replace(names: ResolvedNames())
        #expect(try evaluate(outbound, #require(inForce.current)).reason == .threatIntel)
    }
}
