import Foundation
import MoatModel
import Testing

/// Manifests for tests, as JSON documents.
enum Manifest {
    /// The reference network with its firewall `edge` and a policy without rules.
    static let network = """
        apiVersion: moat.dev/v1alpha1
        kind: VirtualNetwork
        metadata: {name: hub}
        spec:
          addressSpace: {addressPrefixes: [10.0.0.0/16]}
          subnets:
            - {name: AzureFirewallSubnet, addressPrefix: 10.0.3.0/24}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: PublicIPAddress
        metadata: {name: edge-ip}
        spec: {ipAddress: 198.51.100.10}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: FirewallPolicy
        metadata: {name: egress}
        spec: {}
        ---
        apiVersion: moat.dev/v1alpha1
        kind: Firewall
        metadata: {name: edge}
        spec:
          ipConfigurations:
            - {name: primary, subnet: hub/AzureFirewallSubnet, publicIPAddress: edge-ip}
          firewallPolicy: egress
        """

    /// A group `egress/team` of network rules, each a name and a destination port.
    static func group(_ rules: [(name: String, port: Int)], action: String = "Allow", source: String = "10.0.0.0/16")
        -> String
    {
        let list = rules.map { rule in
            """
                    - name: \(rule.name)
                      ruleType: NetworkRule
                      ipProtocols: [TCP]
                      sourceAddresses: ["\(source)"]
                      destinationAddresses: ["*"]
                      destinationPorts: ["\(rule.port)"]
            """
        }
        return """
            apiVersion: moat.dev/v1alpha1
            kind: RuleCollectionGroup
            metadata: {name: team}
            spec:
              firewallPolicy: egress
              priority: 200
              ruleCollections:
                - name: web
                  priority: 100
                  ruleCollectionType: FirewallPolicyFilterRuleCollection
                  action: {type: \(action)}
                  rules:
            \(list.joined(separator: "\n"))
            """
    }

    static func ipGroup(_ name: String, _ addresses: String...) -> String {
        """
        apiVersion: moat.dev/v1alpha1
        kind: IPGroup
        metadata: {name: \(name)}
        spec: {ipAddresses: [\(addresses.map { "\"\($0)\"" }.joined(separator: ", "))]}
        """
    }

    /// The documents of YAML texts, one JSON each.
    static func documents(_ texts: String...) throws -> [Data] {
        let manifests = ManifestReader.read(yaml: Data(texts.joined(separator: "\n---\n").utf8), file: "test.yaml")
        try #require(manifests.issues.isEmpty, "\(manifests.issues.rendered())")
        return manifests.resources.map { $0.manifest.jsonData() }
    }
}
