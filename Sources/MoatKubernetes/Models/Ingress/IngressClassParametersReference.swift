/// The object with the parameters of an IngressClass.
public struct IngressClassParametersReference: Codable, Hashable, Sendable {
    public var apiGroup: String?
    @ZeroIfAbsent public var kind: String
    @ZeroIfAbsent public var name: String
    /// `Cluster` or `Namespace`; `Cluster` where absent.
    public var scope: String?
    public var namespace: String?

    public init(
        apiGroup: String? = nil, kind: String = "", name: String = "", scope: String? = nil,
        namespace: String? = nil
    ) {
        self.apiGroup = apiGroup
        self.kind = kind
        self.name = name
        self.scope = scope
        self.namespace = namespace
    }
}
