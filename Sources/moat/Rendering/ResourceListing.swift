import Foundation
import MoatModel

/// Resources as a table, or as manifests that can be applied again.
struct ResourceListing {
    let resources: [Resource]
    /// Whether one resource was asked for by name: then JSON is an object, not a list.
    let isSingle: Bool

    func text(_ format: OutputFormat, style: Style = .plain) throws -> String {
        switch format {
        case .table: table(style)
        case .json: json
        case .yaml: try resources.map { try $0.manifest.yaml() }.joined(separator: "---\n")
        }
    }

    private var json: String {
        let manifests = resources.map(\.manifest)
        let value =
            isSingle && manifests.count == 1 ? manifests[0] : ManifestValue(.array(manifests))
        return String(decoding: value.jsonData(indented: true), as: UTF8.self)
    }

    private func table(_ style: Style) -> String {
        guard !resources.isEmpty else { return "There are none." }
        let table = TableRenderer(columns: [.left("kind"), .left("name"), .left("what")], style: style)
        return table.render(
            resources.map { resource in
                [.init(resource.key.kind.rawValue), .init(resource.key.name), .init(Self.summary(resource))]
            })
    }

    /// The one line that tells a resource from others of its kind.
    private static func summary(_ resource: Resource) -> String {
        switch resource {
        case .virtualNetwork(let network):
            list(network.addressPrefixes) + ", " + Humanized.count(network.subnets.count, "subnet")
        case .routeTable(let table):
            Humanized.count(table.routes.count, "route") + ", " + list(table.subnets)
        case .publicIPAddress(let address):
            address.ipAddress.description
        case .ipGroup(let group):
            group.ipAddresses.isEmpty ? "empty: matches nothing" : list(group.ipAddresses)
        case .firewall(let firewall):
            "policy \(firewall.firewallPolicy), " + list(firewall.ipConfigurations.map(\.publicIPAddress))
        case .firewallPolicy(let policy):
            policy.basePolicy.map { "child of \($0)" } ?? "no parent"
        case .ruleCollectionGroup(let group):
            "priority \(group.priority), \(Humanized.count(group.ruleCollections.count, "collection")), "
                + Humanized.count(group.ruleCollections.reduce(0) { $0 + $1.rules.count }, "rule")
        case .threatIntelFeed(let feed):
            "\(feed.category), \(feed.format.rawValue) from \(feed.source), every \(feed.refreshInterval)"
        }
    }

    /// The first few of a list.
    private static func list(_ items: [some CustomStringConvertible]) -> String {
        let shown = items.prefix(3).map(\.description).joined(separator: " ")
        return items.count > 3 ? "\(shown) and \(Humanized.count(items.count - 3)) more" : shown
    }
}

extension RuleCollection.Rules {
    var count: Int {
        switch self {
        case .nat(let rules): rules.count
        case .network(_, let rules): rules.count
        case .application(_, let rules): rules.count
        }
    }
}
