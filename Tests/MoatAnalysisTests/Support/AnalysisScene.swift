import Foundation
import MoatModel
import MoatPolicy
import Testing

/// The reference topology from manifests. Policy `aks` stands on `baseline`; all rules in
/// the order in which they are judged:
///
///     1  dnat     edge/inbound/web           * -> 198.51.100.10:80,443/tcp           10.0.4.4:8080
///     2  dnat     edge/inbound/admin         203.0.113.50 -> 198.51.100.10:22/tcp    10.0.5.7:22
///     3  network  net/never/bad              * -> 203.0.113.66/any                   deny
///     4  network  net/infrastructure/dns     10.0.0.0/16 -> 203.0.113.53:53/udp      allow
///     5  network  team/allow/web-tls         10.0.5.0/24 -> 203.0.113.0/26:443/tcp   allow
///     6  network  team/allow/one             10.0.5.8 -> 203.0.113.9:8443/tcp        allow
///     7  network  team/allow/v6              fd00:10:0:5::/64 -> 2001:db8::9:443/tcp allow
///     8  network  team/allow/inner           10.0.5.0/24 -> 10.0.4.0/24:80/tcp       allow
///     9  network  team/allow/again           10.0.5.7 -> 203.0.113.9:443/tcp         allow
struct AnalysisScene {
    var resources: ResourceSet

    /// `canDenyDNAT` is `networkRulesCanDenyDnat` of policy `aks`; `changes` are manifests
    /// that replace resources of the same key.
    init(canDenyDNAT: Bool = false, inboundSNAT: Bool = false, changes: String = "") throws {
        let base = Self.manifests.replacing("DNAT-SWITCH", with: "\(canDenyDNAT)")
            .replacing("INBOUND-SWITCH", with: "\(inboundSNAT)")
        resources = ResourceSet(try Self.read(base) + (changes.isEmpty ? [] : try Self.read(changes)))
    }

    func compile() throws(CompileError) -> Snapshot {
        var numbering = RuleNumbering()
        return try Snapshot.compile(firewall: "edge", resources: resources, serviceTags: nil, numbering: &numbering)
    }
}

extension AnalysisScene {
    static func read(_ yaml: String) throws -> [Resource] {
        let manifests = ManifestReader.read(yaml: Data(yaml.utf8), file: "scene.yaml")
        try #require(manifests.issues.isEmpty, "\(manifests.issues)")
        return manifests.resources
    }

    private static let manifests = """
        apiVersion: moat.dev/v1alpha1
        kind: VirtualNetwork
        metadata: {name: net}
        spec:
          addressSpace: {addressPrefixes: [10.0.0.0/16, "fd00:10::/48"]}
          subnets:
            - {name: AzureFirewallSubnet, addressPrefixes: [10.0.3.0/24, "fd00:10:0:3::/64"]}
            - {name: ing, addressPrefix: 10.0.4.0/24}
            - {name: aks, addressPrefixes: [10.0.5.0/24, "fd00:10:0:5::/64"]}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: RouteTable
        metadata: {name: aks-routes}
        spec:
          routes:
            - {name: default, addressPrefix: 0.0.0.0/0, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.3.4}
            - {name: default-v6, addressPrefix: "::/0", nextHopType: VirtualAppliance, nextHopIpAddress: "fd00:10:0:3::4"}
            - {name: to-ing, addressPrefix: 10.0.4.0/24, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.3.4}
            - {name: hole, addressPrefix: 203.0.113.128/25, nextHopType: None}
            - {name: direct, addressPrefix: 203.0.113.192/26, nextHopType: Internet}
            - {name: other, addressPrefix: 203.0.113.224/27, nextHopType: VirtualAppliance, nextHopIpAddress: 10.0.4.9}
          subnets: [net/aks]
        ---
        apiVersion: moat.dev/v1alpha1
        kind: PublicIPAddress
        metadata: {name: edge-ip}
        spec: {ipAddress: 198.51.100.10}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: Firewall
        metadata: {name: edge}
        spec:
          ipConfigurations: [{name: first, subnet: net/AzureFirewallSubnet, publicIPAddress: edge-ip}]
          firewallPolicy: aks
        ---
        apiVersion: moat.dev/v1alpha1
        kind: FirewallPolicy
        metadata: {name: baseline}
        spec: {}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: FirewallPolicy
        metadata: {name: aks}
        spec:
          basePolicy: baseline
          networkRulesCanDenyDnat: DNAT-SWITCH
          snat: {inboundSnat: INBOUND-SWITCH}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: net}
        spec:
          firewallPolicy: baseline
          priority: 200
          ruleCollections:
            - name: never
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Deny}
              rules:
                - {ruleType: NetworkRule, name: bad, ipProtocols: [Any], sourceAddresses: ["*"], destinationAddresses: [203.0.113.66], destinationPorts: ["*"]}
            - name: infrastructure
              priority: 200
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: NetworkRule, name: dns, ipProtocols: [UDP], sourceAddresses: [10.0.0.0/16], destinationAddresses: [203.0.113.53], destinationPorts: ["53"]}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: edge}
        spec:
          firewallPolicy: aks
          priority: 100
          ruleCollections:
            - name: inbound
              priority: 100
              ruleCollectionType: FirewallPolicyNatRuleCollection
              action: {type: DNAT}
              rules:
                - {ruleType: NatRule, name: web, ipProtocols: [TCP], sourceAddresses: ["*"], destinationAddresses: [198.51.100.10], destinationPorts: ["80", "443"], translatedAddress: 10.0.4.4, translatedPort: "8080"}
                - {ruleType: NatRule, name: admin, ipProtocols: [TCP], sourceAddresses: [203.0.113.50], destinationAddresses: [198.51.100.10], destinationPorts: ["22"], translatedAddress: 10.0.5.7, translatedPort: "22"}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: team}
        spec:
          firewallPolicy: aks
          priority: 300
          ruleCollections:
            - name: allow
              priority: 310
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: NetworkRule, name: web-tls, ipProtocols: [TCP], sourceAddresses: [10.0.5.0/24], destinationAddresses: [203.0.113.0/26], destinationPorts: ["443"]}
                - {ruleType: NetworkRule, name: one, ipProtocols: [TCP], sourceAddresses: [10.0.5.8], destinationAddresses: [203.0.113.9], destinationPorts: ["8443"]}
                - {ruleType: NetworkRule, name: v6, ipProtocols: [TCP], sourceAddresses: ["fd00:10:0:5::/64"], destinationAddresses: ["2001:db8::9"], destinationPorts: ["443"]}
                - {ruleType: NetworkRule, name: inner, ipProtocols: [TCP], sourceAddresses: [10.0.5.0/24], destinationAddresses: [10.0.4.0/24], destinationPorts: ["80"]}
                - {ruleType: NetworkRule, name: again, ipProtocols: [TCP], sourceAddresses: [10.0.5.7], destinationAddresses: [203.0.113.9], destinationPorts: ["443"]}
        """
}
