import MoatModel

/// A policy and its ancestors, the root first: the order in which their groups are judged.
struct PolicyChain {
    let policies: [FirewallPolicy]

    /// No policy at all.
    init() {
        policies = []
    }

    init(of name: String, usedBy user: ResourceKey, in resources: ResourceSet) throws(CompileError) {
        var policies: [FirewallPolicy] = []
        var next: String? = name
        var referrer = user
        while let name = next {
            guard let policy = resources.firewallPolicies[name] else {
                throw CompileError(
                    resource: referrer, problem: "there is no FirewallPolicy \(name)",
                    remedy: "declare it, or name one that exists")
            }
            if policies.contains(where: { $0.name == name }) {
                let path = (policies.map(\.name) + [name]).joined(separator: " -> ")
                throw CompileError(
                    resource: referrer, problem: "its base policies form a cycle: \(path)",
                    remedy: "remove one basePolicy of them")
            }
            policies.append(policy)
            referrer = ResourceKey(kind: .firewallPolicy, name: name)
            next = policy.basePolicy
        }
        self.policies = policies.reversed()
    }

    /// The private ranges that the nearest policy states; nil where none does.
    var privateRanges: [IPPrefix]? {
        policies.reversed().lazy.compactMap(\.snat.privateRanges).first
    }

    /// A switch that any policy of the chain turns on is on.
    var inboundSNAT: Bool {
        policies.contains(where: \.snat.inboundSnat)
    }

    /// A switch that any policy of the chain turns on is on.
    var networkRulesCanDenyDNAT: Bool {
        policies.contains(where: \.networkRulesCanDenyDnat)
    }

    /// The name of the nearest policy that turns the infrastructure collection on; nil where
    /// none does.
    var infrastructurePolicy: String? {
        policies.last { $0.infrastructureRules == .enabled }?.name
    }

    /// Each threshold as the nearest policy states it.
    var threatDetection: FirewallPolicy.ThreatDetection {
        FirewallPolicy.ThreatDetection(
            portScan: policies.reversed().lazy.compactMap(\.threatDetection.portScan).first,
            bruteForce: policies.reversed().lazy.compactMap(\.threatDetection.bruteForce).first)
    }

    /// The servers that the nearest policy names, and a switch that any policy turns on.
    var dnsSettings: FirewallPolicy.DNSSettings {
        FirewallPolicy.DNSSettings(
            servers: policies.reversed().lazy.map(\.dnsSettings.servers).first { !$0.isEmpty } ?? [],
            enableProxy: policies.contains(where: \.dnsSettings.enableProxy))
    }
}
