/// What is wished of an Ingress.
public struct IngressSpec: ZeroValue, Sendable {
    public var ingressClassName: String?
    /// Takes what no rule matches.
    public var defaultBackend: IngressBackend?
    @ZeroIfAbsent public var tls: [IngressTLS]
    @ZeroIfAbsent public var rules: [IngressRule]

    public init() {}

    public init(
        ingressClassName: String? = nil, defaultBackend: IngressBackend? = nil, tls: [IngressTLS] = [],
        rules: [IngressRule] = []
    ) {
        self.ingressClassName = ingressClassName
        self.defaultBackend = defaultBackend
        self.tls = tls
        self.rules = rules
    }
}
