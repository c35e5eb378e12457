/// Names another object of the same namespace.
public struct TypedLocalObjectReference: Codable, Hashable, Sendable {
    public var apiGroup: String?
    @ZeroIfAbsent public var kind: String
    @ZeroIfAbsent public var name: String

    public init(apiGroup: String? = nil, kind: String = "", name: String = "") {
        self.apiGroup = apiGroup
        self.kind = kind
        self.name = name
    }
}
