/// What an IngressClass stands for.
public struct IngressClassSpec: ZeroValue, Sendable {
    /// As `example.com/ingress`.
    public var controller: String?
    public var parameters: IngressClassParametersReference?

    public init() {}

    public init(controller: String? = nil, parameters: IngressClassParametersReference? = nil) {
        self.controller = controller
        self.parameters = parameters
    }
}
