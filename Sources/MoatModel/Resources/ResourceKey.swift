/// What names a resource: its kind and its name. A rule collection group belongs to a
/// policy, as in ARM, so its name is `policy/group`; two policies may both have a
/// `DefaultNetworkRuleCollectionGroup`.
public struct ResourceKey: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let kind: ResourceKind
    public let name: String

    public init(kind: ResourceKind, name: String) {
        self.kind = kind
        self.name = name
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.kind.rawValue, lhs.name) < (rhs.kind.rawValue, rhs.name)
    }

    /// `Firewall edge`
    public var description: String {
        "\(kind.rawValue) \(name)"
    }
}
