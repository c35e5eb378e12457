extension ResourceKind {
    /// The short names that the command line takes for a kind.
    public var shortNames: [String] {
        switch self {
        case .virtualNetwork: ["vnet"]
        case .routeTable: ["rt"]
        case .publicIPAddress: ["pip"]
        case .ipGroup: ["ipg"]
        case .firewall: ["fw"]
        case .firewallPolicy: ["fwp", "policy"]
        case .ruleCollectionGroup: ["rcg"]
        case .threatIntelFeed: ["tif", "feed"]
        }
    }

    /// `FirewallPolicies`
    public var plural: String {
        if rawValue.hasSuffix("y") { return rawValue.dropLast() + "ies" }
        return rawValue + (rawValue.hasSuffix("s") ? "es" : "s")
    }

    private var spellings: [String] {
        [rawValue, plural] + shortNames + shortNames.map { $0.hasSuffix("y") ? $0.dropLast() + "ies" : $0 + "s" }
    }

    /// A kind that does not exist, with the ones that do.
    public struct UnknownKind: Error, Hashable, Sendable, CustomStringConvertible {
        public var argument: String

        public var description: String {
            let near = NearestName.hint(for: argument, among: ResourceKind.allCases.flatMap(\.spellings))
            let known = ResourceKind.allCases.map { "\($0.rawValue) (\($0.shortNames.joined(separator: ", ")))" }
            return "there is no kind '\(argument)'\(near.map { "; \($0)" } ?? "")\nknown kinds: "
                + known.joined(separator: ", ")
        }
    }

    /// The kind that a word on the command line means: its name, plural or short name, in any
    /// letter case.
    public init(argument: String) throws(UnknownKind) {
        let wanted = argument.lowercased()
        guard let kind = Self.allCases.first(where: { $0.spellings.contains { $0.lowercased() == wanted } }) else {
            throw UnknownKind(argument: argument)
        }
        self = kind
    }
}
