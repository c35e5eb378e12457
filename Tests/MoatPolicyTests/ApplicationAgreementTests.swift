import MoatModel
import MoatPolicy
import Testing

@Suite("application rules agree with the naive reference")
struct ApplicationAgreementTests {
    private static let names = [
        "a.example", "b.a.example", "c.b.a.example", "xa.example", "example", "evil.test", "a.test", "203.0.113.9",
        "A.Example.", "a..example", "-", "", "md-7.blob.storage.azure.net",
    ]
    private static let patterns = [
        "*", "a.example", "*.a.example", "*a.example", "*.example", "*example", "b.a.example", "evil.test", "*.test",
        "*.9", "203.0.113.9", "c.b.a.example",
    ]
    private static let sources = ["*", "10.0.5.7", "10.0.5.0/24", "10.0.4.0-10.0.5.7", "fd00::/8"]
    private static let destinations = ["", "", "", "203.0.113.0/24", "Storage", "*"]
    private static let protocols = ["http:80", "https:443", "http:8080", "https:8080", "http:443"]
    private static let tags = ["Updates", "Empty"]
    private static let targets = ["/", "/a", "/a?b", "/A"]
    private static let threatNames = patterns.filter { $0 != "*" && $0 != "*example" } + ["*.b.a.example"]
    private static let allowedNames = ["*.a.example", "a.example", "*test", "203.0.113.9", "*"]

    /// A feed's names and URLs, and what the policy makes of them.
    private struct Threats {
        var mode = FirewallPolicy.ThreatIntelMode.off
        var allowed: [String] = []
        /// Each with what is said of it.
        var names: [String: String] = [:]
        var urls: [String: String] = [:]

        var lists: ThreatLists {
            var list = ThreatList(feed: "feed", category: "Bot Networks")
            for (name, text) in names {
                if let pattern = FQDNPattern(name) { list.add(pattern, description: text) }
            }
            for (url, text) in urls {
                if let url = ThreatURL(url) { list.add(url, description: text) }
            }
            return ThreatLists(fetched: ThreatIndex([list], at: 0))
        }

        /// `name: text` or `url: text`, of what is listed and not allowed.
        func found(_ name: String, _ url: String?) -> String? {
            func means(_ pattern: String) -> Bool {
                IPAddress(name) == nil
                    ? FQDNPattern(pattern)?.matches(name) == true : pattern == "*" || pattern == name
            }
            guard mode != .off, !allowed.contains(where: means) else { return nil }
            if let text = names[name] { return "name: \(text)" }
            // What says more of the name speaks.
            let wildcard = names.keys.filter { $0.hasPrefix("*") && means($0) }.max { $0.count < $1.count }
            if let text = wildcard.flatMap({ names[$0] }) { return "name: \(text)" }
            return url.flatMap { urls[$0] }.map { "url: \($0)" }
        }
    }

    /// Straight from the text of the semantics: the first rule of all that means everything.
    private func expected(
        _ request: ApplicationRequest, _ rules: [(ApplicationRule, Bool)], _ threats: Threats
    ) -> String {
        let (type, raw): (ApplicationRule.ProtocolType, String?) =
            switch request.content {
            case .tls(let name): (.https, name)
            case .http(let host, _, _): (.http, host)
            case .refused: (.http, nil)
            }
        guard var name = raw?.lowercased() else { return type == .https ? "sniMissing" : "hostMissing" }
        if name.isEmpty { return type == .https ? "sniInvalid" : "hostMissing" }
        if name.hasSuffix(".") { name.removeLast() }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = IPAddress(name) != nil
        if labels.contains(where: \.isEmpty) || type == .https && isAddress {
            return type == .https ? "sniInvalid" : "hostInvalid"
        }
        if case .http(_, let port?, _) = request.content, port != request.flow.destinationPort { return "portMismatch" }
        var url: String?
        if case .http(_, _, let target) = request.content {
            let port = request.flow.destinationPort
            url = "http://" + name + (port == 80 ? "" : ":\(port)") + target
        }
        var alert = ""
        if let found = threats.found(name, url) {
            if threats.mode == .deny { return "threatIntel \(found)" }
            alert = " alert \(found)"
        }
        for (rule, isAllow) in rules {
            let patterns = rule.targetFqdns + rule.fqdnTags.flatMap { TestFQDNTags().patterns(of: $0) ?? [] }
            let isNamed = patterns.contains { pattern in
                isAddress ? pattern.description == "*" || pattern.description == name : pattern.matches(name)
            }
            let lists = rule.protocols.contains { $0.protocolType == type && $0.port == request.flow.destinationPort }
            if isNamed, lists, contains(rule.sourceAddresses, request.flow.source),
                rule.destinationAddresses.isEmpty || contains(rule.destinationAddresses, request.flow.destination)
            {
                return "\(rule.name) \(isAllow)" + alert
            }
        }
        return "noRuleMatched" + alert
    }

    private func contains(_ entries: [AddressSpecifier], _ address: IPAddress) -> Bool {
        entries.contains { entry in
            switch entry {
            case .any: true
            case .prefix(let prefix): prefix.contains(address)
            case .range(let range): range.contains(address)
            case .serviceTag(let tag): TestTags().prefixes(of: tag)?.contains { $0.contains(address) } ?? false
            }
        }
    }

    private func text(_ decision: Decision) -> String {
        let found = decision.threat.map { "\($0.subject): \($0.info.description)" }
        if decision.reason == .threatIntel { return "threatIntel \(found ?? "?")" }
        let alert = found.map { " alert \($0)" } ?? ""
        if case .application(let refusal) = decision.reason { return "\(refusal)" + alert }
        return "\(decision.rule?.rule ?? "?") \(decision.verdict == .allow)" + alert
    }

    @Test(arguments: 0..<4)
    func generatedPolicies(block: UInt64) throws {
        var seen: [String: Int] = [:]
        for seed in block * 100..<block * 100 + 100 {
            var random = SeededGenerator(seed: seed)
            func pick<Element>(_ elements: [Element]) -> Element {
                elements[Int.random(in: elements.indices, using: &random)]
            }
            var rules: [(ApplicationRule, Bool)] = []
            var collections: [RuleCollection] = []
            for number in 0..<Int.random(in: 1...5, using: &random) {
                let isAllow = Bool.random(using: &random)
                let made = (0..<Int.random(in: 0...4, using: &random)).map { index in
                    application(
                        "r\(number)-\(index)", [pick(Self.patterns), pick(Self.patterns)],
                        Array(Set([pick(Self.protocols), pick(Self.protocols)])), from: pick(Self.sources),
                        to: pick(Self.destinations), tags: index == 0 ? [pick(Self.tags)] : [])
                }
                rules += made.map { ($0, isAllow) }
                collections.append(
                    RuleCollection(
                        name: "c\(number)", priority: 100 + number,
                        rules: .application(isAllow ? .allow : .deny, made)))
            }
            let groups = [
                RuleCollectionGroup(
                    name: "g", firewallPolicy: "policy", priority: 100, ruleCollections: collections.shuffled())
            ]
            let hasInfrastructure = Bool.random(using: &random)
            if hasInfrastructure { rules += InfrastructureRules.rules.map { ($0, true) } }
            var threats = Threats(mode: pick(FirewallPolicy.ThreatIntelMode.allCases))
            if pick([true, false, false]) { threats.allowed = [pick(Self.allowedNames)] }
            for number in 0..<Int.random(in: 0...3, using: &random) {
                threats.names[pick(Self.threatNames)] = "n\(number)"
                let host = pick(["a.example", "b.a.example", "evil.test:8080", "203.0.113.9:443", "md-7.example"])
                threats.urls["http://" + host + pick(Self.targets)] = "u\(number)"
            }
            let policy = FirewallPolicy(
                name: "policy", threatIntelMode: threats.mode,
                threatIntelWhitelist: .init(fqdns: threats.allowed),
                infrastructureRules: hasInfrastructure ? .enabled : .disabled)
            let snapshot = try Scene(groups, policies: [policy]).compile().watching(threats.lists)
            for _ in 0..<60 {
                let port = pick([UInt16(80), 443, 8080, 22])
                let name: String? = Int.random(in: 0..<20, using: &random) == 0 ? nil : pick(Self.names)
                let request = ApplicationRequest(
                    flow: flow(
                        pick(["10.0.5.7", "10.0.5.8", "10.0.4.1", "10.1.0.1"]), pick(["203.0.113.9", "8.8.8.8"]),
                        port: port),
                    content: Bool.random(using: &random)
                        ? .tls(serverName: name)
                        : .http(host: name, port: pick([nil, nil, port, 81]), target: pick(Self.targets)))
                let found = text(evaluate(request, snapshot))
                guard found == expected(request, rules, threats) else {
                    Issue.record("seed \(seed), \(request): \(found), not \(expected(request, rules, threats))")
                    return
                }
                let gate = evaluate(request.flow, snapshot)
                let lists = rules.contains { rule, _ in
                    rule.protocols.contains { $0.port == port } && contains(rule.sourceAddresses, request.flow.source)
                }
                #expect(gate.reason == (lists ? .awaitsName : .defaultAction))
                let words = found.split(separator: " ").map(String.init)
                seen[found.hasPrefix("r") ? words[1] : words[0], default: 0] += 1
                if words[0] == "threatIntel" { seen["deny \(words[1])", default: 0] += 1 }
                if let place = words.firstIndex(of: "alert") { seen["alert \(words[place + 1])", default: 0] += 1 }
            }
        }
        for outcome in [
            "true", "false", "noRuleMatched", "sniMissing", "hostMissing", "sniInvalid", "hostInvalid", "portMismatch",
            "deny name:", "deny url:", "alert name:", "alert url:",
        ] {
            #expect(seen[outcome, default: 0] > 0, "\(outcome) never came up")
        }
    }
}
