import MoatModel
import MoatPolicy

/// `AnalysisScene` with application rules, after its nine other rules:
///
///     10  application  base-apps/never/evil       * -> evil.docker.io https:443                       deny
///     11  application  apps/allow/docker          10.0.5.0/24 -> *.docker.io https:443,http:80        allow
///     12  application  apps/allow/mirror          10.0.5.7 -> mirror.example http:80                  allow
///     13  application  apps/allow/inside          10.0.5.8 -> *.corp at 10.0.4.0/24 https:8443        allow
///
/// `trap` adds `any/any/https`, a network rule that allows 443 to everywhere, in the base
/// policy; `proxy` turns the DNS proxy on, with `named/named/time`, a network rule by name.
struct NameScene {
    var scene: AnalysisScene

    init(trap: Bool = false, proxy: Bool = false, infrastructure: Bool = false) throws {
        var changes = Self.application
        if trap { changes += "\n---\n" + Self.everywhere }
        if proxy { changes += "\n---\n" + Self.named }
        changes += "\n---\n" + Self.policy(proxy: proxy, infrastructure: infrastructure)
        scene = try AnalysisScene(changes: changes)
    }

    private static func policy(proxy: Bool, infrastructure: Bool) -> String {
        """
        apiVersion: moat.dev/v1alpha1
        kind: FirewallPolicy
        metadata: {name: aks}
        spec:
          basePolicy: baseline
          dnsSettings: {enableProxy: \(proxy)}
          infrastructureRules: \(infrastructure ? "Enabled" : "Disabled")
        """
    }

    private static let application = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: base-apps}
        spec:
          firewallPolicy: baseline
          priority: 900
          ruleCollections:
            - name: never
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Deny}
              rules:
                - {ruleType: ApplicationRule, name: evil, protocols: [{protocolType: Https, port: 443}], sourceAddresses: ["*"], targetFqdns: [evil.docker.io]}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: apps}
        spec:
          firewallPolicy: aks
          priority: 400
          ruleCollections:
            - name: allow
              priority: 200
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: ApplicationRule, name: docker, protocols: [{protocolType: Https, port: 443}, {protocolType: Http, port: 80}], sourceAddresses: [10.0.5.0/24], targetFqdns: ["*.docker.io", docker.com]}
                - {ruleType: ApplicationRule, name: mirror, protocols: [{protocolType: Http, port: 80}], sourceAddresses: [10.0.5.7], targetFqdns: [mirror.example]}
                - {ruleType: ApplicationRule, name: inside, protocols: [{protocolType: Https, port: 8443}], sourceAddresses: [10.0.5.8], targetFqdns: ["*.corp"], destinationAddresses: [10.0.4.0/24]}
        """

    private static let everywhere = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: any}
        spec:
          firewallPolicy: baseline
          priority: 300
          ruleCollections:
            - name: any
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: NetworkRule, name: https, ipProtocols: [TCP], sourceAddresses: ["*"], destinationAddresses: ["*"], destinationPorts: ["443"]}
        """

    private static let named = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: named}
        spec:
          firewallPolicy: aks
          priority: 500
          ruleCollections:
            - name: named
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: NetworkRule, name: time, ipProtocols: [UDP], sourceAddresses: ["*"], destinationFqdns: [ntp.example], destinationPorts: ["123"]}
        """
}
