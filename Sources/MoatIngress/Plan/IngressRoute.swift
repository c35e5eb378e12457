public import MoatKubernetes

/// A route as a list for people has it.
public struct IngressRoute: Sendable, Hashable {
    /// `*` for all hosts.
    public var host: String
    public var path: String
    public var match: IngressLocation.Match
    /// Nil for the controller's own default.
    public var ingress: ObjectKey?
    /// `namespace/name:port`, or where requests are redirected to; empty where there is neither.
    public var target: String
    /// How many endpoints are ready.
    public var endpoints: Int
    public var hasTLS: Bool
    public var waf: WAFMode
}
