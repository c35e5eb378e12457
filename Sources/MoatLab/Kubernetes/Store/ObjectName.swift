/// What tells an object of a kind from the others.
struct ObjectName: Hashable, Comparable, Sendable {
    /// Empty for objects that are in no namespace.
    var namespace: String
    var name: String

    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.namespace == rhs.namespace ? lhs.name < rhs.name : lhs.namespace < rhs.namespace
    }
}
