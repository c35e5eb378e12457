/// A value of type `dynamic` that is known when a query is translated.
public indirect enum KQLDynamic: Hashable, Sendable {
    case null
    case bool(Bool)
    case long(Int64)
    case real(Double)
    case string(String)
    case array([KQLDynamic])
    case object([Member])

    /// A member of a property bag, in the order of the text.
    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: KQLDynamic

        public init(name: String, value: KQLDynamic) {
            self.name = name
            self.value = value
        }
    }
}
