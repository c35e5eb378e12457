/// What is done with requests to a host.
public struct IngressRule: Codable, Hashable, Sendable {
    /// A name, or one with a wildcard as its first label; absent or empty for every host.
    public var host: String?
    public var http: HTTPIngressRuleValue?

    public init(host: String? = nil, http: HTTPIngressRuleValue? = nil) {
        self.host = host
        self.http = http
    }
}
