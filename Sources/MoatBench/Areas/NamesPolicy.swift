import MoatModel

/// Policies of application rules.
enum NamesPolicy {
    /// Lets the client reach the name in the recorded hello, by HTTPS and HTTP, and resolves
    /// names at the server. Of the `patterns`, names and wildcards, only the last one matches.
    static func resources(patterns: Int) -> [Resource] {
        var resources = BenchPolicy.base(
            dnsSettings: FirewallPolicy.DNSSettings(
                servers: [IPAddress(BenchPolicy.server)].compactMap { $0 }, enableProxy: true))
        let fillers = (0..<max(0, patterns - 1)).map(filler)
        for (number, start) in stride(from: 0, to: fillers.count, by: 1000).enumerated() {
            let names = fillers[start..<min(start + 1000, fillers.count)]
            resources.append(group(number, rule: "fillers-\(number)", names.compactMap { FQDNPattern($0) }))
        }
        resources.append(
            group(1000, rule: "the-last", [FQDNPattern(RelayHello.serverName)].compactMap { $0 }))
        return resources
    }

    private static func group(_ number: Int, rule: String, _ names: [FQDNPattern]) -> Resource {
        let rule = ApplicationRule(
            name: rule, protocols: [.init(protocolType: .https, port: 443), .init(protocolType: .http, port: 80)],
            sourceAddresses: BenchPolicy.specifiers("10.0.5.0/24"), targetFqdns: names)
        return .ruleCollectionGroup(
            RuleCollectionGroup(
                name: "names-\(number)", firewallPolicy: "bench", priority: 200 + number,
                ruleCollections: [RuleCollection(name: "names", priority: 100, rules: .application(.allow, [rule]))]))
    }

    /// One in ten is a wildcard; one in four shares its end with the name that matches.
    private static func filler(_ number: Int) -> String {
        let end = number % 4 == 0 ? "docker.io" : "team-\(number % 97).example"
        return number % 10 == 0 ? "*.service-\(number).\(end)" : "host-\(number).\(end)"
    }
}
