/// A column of a table or of a result.
public struct KQLColumn: Hashable, Sendable {
    /// Case matters, as in Kusto.
    public var name: String
    public var type: KQLType

    public init(name: String, type: KQLType) {
        self.name = name
        self.type = type
    }
}
