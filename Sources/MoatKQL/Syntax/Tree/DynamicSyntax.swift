/// What stands between the parentheses of `dynamic(...)`: JSON, strings also in single quotes,
/// and literals of the other types.
public indirect enum DynamicSyntax: Hashable, Sendable {
    case null
    /// A literal of any type but `dynamic`.
    case literal(LiteralSyntax)
    case array([DynamicSyntax])
    case bag([Member])

    /// A member of a property bag.
    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: DynamicSyntax

        public init(name: String, value: DynamicSyntax) {
            self.name = name
            self.value = value
        }
    }
}
