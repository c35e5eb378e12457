import ArgumentParser
import MoatModel

/// A kind of resource as people type it: any case, plural or singular, or the usual short
/// form.
struct KindArgument: ExpressibleByArgument {
    let kind: ResourceKind

    private static let shortForms: [String: ResourceKind] = [
        "vnet": .virtualNetwork, "rt": .routeTable, "pip": .publicIPAddress, "publicip": .publicIPAddress,
        "ipg": .ipGroup, "fw": .firewall, "policy": .firewallPolicy, "policies": .firewallPolicy,
        "firewallpolicies": .firewallPolicy, "publicipaddresses": .publicIPAddress, "rcg": .ruleCollectionGroup,
    ]

    init?(argument: String) {
        let name = argument.lowercased()
        let found =
            ResourceKind.allCases.first { [name, String(name.dropLast(name.hasSuffix("s") ? 1 : 0))].contains($0.rawValue.lowercased()) }
            ?? Self.shortForms[name] ?? Self.shortForms[String(name.dropLast(name.hasSuffix("s") ? 1 : 0))]
        guard let found else { return nil }
        kind = found
    }

    static var allValueStrings: [String] { ResourceKind.allCases.map(\.rawValue) }
}
