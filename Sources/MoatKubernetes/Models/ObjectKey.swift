/// What tells objects of one kind apart.
public struct ObjectKey: Hashable, Sendable {
    /// Nil for what belongs to no namespace.
    public var namespace: String?
    public var name: String

    public init(namespace: String?, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

extension ObjectKey: CustomStringConvertible {
    public var description: String { namespace.map { "\($0)/\(name)" } ?? name }
}

extension ObjectKey: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        (left.namespace ?? "", left.name) < (right.namespace ?? "", right.name)
    }
}
