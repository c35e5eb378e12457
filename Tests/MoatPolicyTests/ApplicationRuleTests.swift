import MoatModel
import MoatPolicy
import Testing

@Suite("application rules") struct ApplicationRuleTests {
    private func https(
        _ name: String?, from source: String = "10.0.5.7", to destination: String = "8.8.8.8", port: UInt16 = 443
    ) -> ApplicationRequest {
        ApplicationRequest(flow: flow(source, destination, port: port), content: .tls(serverName: name))
    }

    private func http(_ host: String?, hostPort: UInt16? = nil, port: UInt16 = 80) -> ApplicationRequest {
        ApplicationRequest(flow: flow("10.0.5.7", "8.8.8.8", port: port), content: .http(host: host, port: hostPort))
    }

    private func snapshot(_ rules: ApplicationRule...) throws -> Snapshot {
        try Scene(group(RuleCollection(name: "c", priority: 100, rules: .application(.allow, rules)))).compile()
    }

    private func reason(_ request: ApplicationRequest, _ snapshot: Snapshot) -> String {
        let decision = evaluate(request, snapshot)
        return decision.rule?.rule ?? decision.reason.logText
    }

    /// Azure's FAQ on wildcards in target FQDNs.
    @Test(arguments: [
        ("*.contoso.com", "any.contoso.com", true), ("*.contoso.com", "sub1.any.contoso.com", true),
        ("*.contoso.com", "contoso.com", false), ("*.contoso.com", "xcontoso.com", false),
        ("*contoso.com", "contoso.com", true), ("*contoso.com", "example.anycontoso.com", true),
        ("*contoso.com", "th3re4lcontoso.com", true), ("*contoso.com", "contoso.com.evil.example", false),
        ("contoso.com", "contoso.com", true), ("contoso.com", "www.contoso.com", false),
        ("contoso.com", "ontoso.com", false), ("*", "anything.example", true), ("*", "203.0.113.9", true),
        ("*auth.docker.io", "auth.docker.io", true), ("*.9", "203.0.113.9", false), ("*9", "203.0.113.9", false),
        ("203.0.113.9", "203.0.113.9", true), ("com", "com", true), ("*.com", "com", false),
    ])
    func wildcardTruthTable(pattern: String, name: String, isMeant: Bool) throws {
        let snapshot = try snapshot(application("r", [pattern], ["http:80"]))
        #expect((evaluate(http(name), snapshot).verdict == .allow) == isMeant)
    }

    @Test(arguments: ["DOCKER.io", "docker.io.", "Docker.IO."])
    func caseAndTrailingDotDoNotMatter(name: String) throws {
        #expect(evaluate(https(name), try snapshot(application("r", ["docker.io"]))).verdict == .allow)
    }

    @Test func punycodeIsANameLikeAnyOther() throws {
        let snapshot = try snapshot(application("r", ["*.xn--mnchen-3ya.example"]))
        #expect(evaluate(https("www.XN--mnchen-3ya.example"), snapshot).verdict == .allow)
        #expect(reason(https("www.münchen.example"), snapshot) == "SNI is not a host name")
    }

    @Test func eachProtocolHasItsPorts() throws {
        let snapshot = try snapshot(application("r", ["a.example"], ["http:80", "http:8080", "https:443"]))
        #expect(evaluate(https("a.example"), snapshot).verdict == .allow)
        #expect(evaluate(http("a.example"), snapshot).verdict == .allow)
        #expect(evaluate(http("a.example", hostPort: 8080, port: 8080), snapshot).verdict == .allow)
        #expect(evaluate(http("a.example", port: 443), snapshot).reason == .application(.noRuleMatched))
        #expect(evaluate(https("a.example", port: 80), snapshot).reason == .application(.noRuleMatched))
    }

    @Test func sourcesAndGroups() throws {
        var scene = Scene(
            group(allow(application("r", ["a.example"], from: "10.0.5.8", fromGroups: ["clients", "none"]))))
        scene.resources.set(.ipGroup(IPGroup(name: "clients", ipAddresses: specifiers("10.0.5.7"))))
        scene.resources.set(.ipGroup(IPGroup(name: "none", ipAddresses: [])))
        let snapshot = try scene.compile()
        #expect(evaluate(https("a.example", from: "10.0.5.7"), snapshot).verdict == .allow)
        #expect(evaluate(https("a.example", from: "10.0.5.8"), snapshot).verdict == .allow)
        #expect(evaluate(https("a.example", from: "10.0.5.9"), snapshot).verdict == .deny)
    }

    @Test func denyBeforeAWiderAllow() throws {
        let scene = Scene(
            group(
                deny(application("never", ["evil.docker.io"])), allow(application("registry", ["*.docker.io"]))))
        let snapshot = try scene.compile()
        let decision = evaluate(https("evil.docker.io"), snapshot)
        #expect(decision.verdict == .deny && decision.tier == .application && decision.rule?.rule == "never")
        #expect(decision.reason == .rule && decision.reason.logText.isEmpty)
        #expect(evaluate(https("good.docker.io"), snapshot).rule?.rule == "registry")
    }

    /// Of patterns that all mean the name the first rule decides, however narrow the others.
    @Test func theFirstRuleDecidesNotTheNarrowestPattern() throws {
        let snapshot = try snapshot(
            application("zero", ["other.example"]), application("first", ["*.example"]),
            application("second", ["www.a.example"]), application("third", ["*"]))
        #expect(evaluate(https("www.a.example"), snapshot).rule?.rule == "first")
    }

    @Test func tagsStandForTheirNames() throws {
        let snapshot = try snapshot(application("r", [], tags: ["Updates", "Empty"]))
        #expect(evaluate(https("a.update.example"), snapshot).verdict == .allow)
        #expect(evaluate(https("download.example"), snapshot).verdict == .allow)
        #expect(evaluate(https("update.example"), snapshot).verdict == .deny)
    }

    @Test func anUnknownTagIsAnError() throws {
        let error = try Scene(group(allow(application("r", [], tags: ["Windows"])))).compileError()
        #expect(error.description.contains("rule allow-names/r: there is no FQDN tag Windows"))
    }

    @Test func destinationAddressesNarrowARule() throws {
        let snapshot = try snapshot(application("r", ["*"], to: "203.0.113.0/24"))
        #expect(snapshot.judgesResolvedAddresses)
        #expect(evaluate(https("a.example", to: "203.0.113.9"), snapshot).verdict == .allow)
        #expect(evaluate(https("a.example", to: "8.8.8.8"), snapshot).verdict == .deny)
        #expect(try !self.snapshot(application("r", ["*"])).judgesResolvedAddresses)
    }

    @Test func reasonsOfRefusal() throws {
        let snapshot = try snapshot(application("r", ["a.example"], ["https:443", "http:80"]))
        #expect(
            reason(https("b.example"), snapshot) == "No rule matched. Proceeding with default action")
        #expect(reason(https(nil), snapshot) == "SNI TLS extension was missing")
        #expect(reason(https(""), snapshot) == "SNI is not a host name")
        #expect(reason(https("203.0.113.9"), snapshot) == "SNI is not a host name")
        #expect(reason(https("a..example"), snapshot) == "SNI is not a host name")
        #expect(reason(https(String(repeating: "a", count: 64) + ".example"), snapshot) == "SNI is not a host name")
        #expect(
            reason(https(String(repeating: "a.", count: 127) + "ex"), snapshot) == "SNI is not a host name")
        #expect(reason(http(nil), snapshot) == "Host header was missing")
        #expect(reason(http(""), snapshot) == "Host header was missing")
        #expect(reason(http("a example"), snapshot) == "Host header is not a host name")
        #expect(
            reason(http("a.example", hostPort: 8080), snapshot)
                == "Port of the Host header is not the destination port")
        #expect(reason(http("a.example", hostPort: 80), snapshot) == "r")
        for refusal in ApplicationRefusal.allCases {
            let request = ApplicationRequest(flow: flow("10.0.5.7", "8.8.8.8"), content: .refused(refusal))
            let decision = evaluate(request, snapshot)
            #expect(decision.verdict == .deny && decision.tier == .default && decision.rule == nil)
            #expect(decision.reason.logText == refusal.rawValue)
        }
    }

    // MARK: - Which flows wait for a name

    @Test func onlyPortsThatARuleListsForTheSourceAreHandedOver() throws {
        let snapshot = try snapshot(
            application("r", ["a.example"], ["https:443", "http:8080"], from: "10.0.5.0/24"))
        let handedOver = evaluate(flow("10.0.5.7", "8.8.8.8", port: 443), snapshot)
        #expect(handedOver.verdict == .proxy && handedOver.tier == .application && handedOver.reason == .awaitsName)
        #expect(evaluate(flow("10.0.5.7", "8.8.8.8", port: 8080), snapshot).verdict == .proxy)
        #expect(evaluate(flow("10.0.5.7", "8.8.8.8", port: 80), snapshot).reason == .defaultAction)
        #expect(evaluate(flow("10.0.6.7", "8.8.8.8", port: 443), snapshot).reason == .defaultAction)
        #expect(evaluate(flow("10.0.5.7", "8.8.8.8", .udp, port: 443), snapshot).reason == .defaultAction)
    }

    @Test func networkRulesComeFirst() throws {
        let scene = Scene(
            group(
                allow(network("open", to: "203.0.113.9", ports: "443")),
                deny(network("shut", to: "203.0.113.66", ports: "443")), allow(application("r", ["*"]))))
        let snapshot = try scene.compile()
        #expect(evaluate(flow("10.0.5.7", "203.0.113.9"), snapshot).rule?.rule == "open")
        #expect(evaluate(flow("10.0.5.7", "203.0.113.66"), snapshot).rule?.rule == "shut")
        #expect(evaluate(flow("10.0.5.7", "8.8.8.8"), snapshot).verdict == .proxy)
    }

    @Test func neverForInboundNorForIPv6NorToTheFirewall() throws {
        let scene = Scene(group(dnat(nat("web")), allow(application("r", ["*"], ["http:80", "https:443"]))))
        let snapshot = try scene.compile()
        #expect(evaluate(flow("203.0.113.50", "198.51.100.10", port: 80, side: .public), snapshot).tier == .dnat)
        #expect(evaluate(flow("203.0.113.50", "10.0.5.7", port: 80, side: .public), snapshot).verdict == .deny)
        #expect(evaluate(flow("fd00:10:0:5::7", "2001:db8::1"), snapshot).reason == .defaultAction)
        #expect(evaluate(flow("10.0.5.7", "198.51.100.11"), snapshot).reason == .noDnatForFirewallAddress)
    }

    @Test func theProxyAlwaysTranslates() throws {
        let scene = Scene(
            [], policies: [FirewallPolicy(name: "policy", snat: .init(privateRanges: [prefix("0.0.0.0/0")]))])
        let snapshot = try scene.compile()
        let client = try #require(IPv4Address("10.0.5.7"))
        let outside = try #require(IPv4Address("8.8.8.8"))
        let inside = try #require(IPv4Address("10.0.4.4"))
        #expect(snapshot.publicAddresses.contains(snapshot.egressAddress(for: client, to: outside)))
        #expect(snapshot.egressAddress(for: client, to: inside) == snapshot.privateAddress)
    }

    // MARK: - The DNS proxy

    @Test(arguments: [true, false])
    func queriesReachTheDNSProxyWhereThereIsOne(isOn: Bool) throws {
        let scene = Scene([], policies: [FirewallPolicy(name: "policy", dnsSettings: .init(enableProxy: isOn))])
        let snapshot = try scene.compile()
        for ipProtocol in [IPProtocol.udp, .tcp] {
            for target in ["10.0.3.4", "fd00:10:0:3::4"] {
                let source = target.contains(":") ? "fd00:10:0:5::7" : "10.0.5.7"
                let decision = evaluate(flow(source, target, ipProtocol, port: 53), snapshot)
                #expect(decision.verdict == (isOn ? .allow : .deny))
                #expect(decision.reason == (isOn ? .dnsProxy : .noDnatForFirewallAddress))
            }
        }
        #expect(evaluate(flow("10.0.5.7", "198.51.100.10", .udp, port: 53), snapshot).verdict == .deny)
        #expect(evaluate(flow("203.0.113.5", "10.0.3.4", .udp, port: 53, side: .public), snapshot).verdict == .deny)
        #expect(evaluate(flow("10.0.5.7", "10.0.3.4", .udp, port: 54), snapshot).verdict == .deny)
    }
}
