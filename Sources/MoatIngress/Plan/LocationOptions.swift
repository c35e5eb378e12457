public import MoatModel

/// What annotations of an Ingress say of its locations, or the controller's defaults.
public struct LocationOptions: Sendable, Equatable {
    /// Requests by HTTP are answered with 308 to HTTPS.
    public var redirectsToHTTPS = false
    /// The same, where the host has a certificate.
    var sslRedirect = false
    public var backendProtocol = BackendProtocol.http
    /// Bytes; 0 for no limit.
    public var bodySize: Int64
    /// Seconds.
    public var connectTimeout = standardConnectTimeout
    /// Seconds between two reads from the backend.
    public var readTimeout = standardTimeout
    /// Seconds between two writes to the backend.
    public var sendTimeout = standardTimeout
    /// Takes the place of the matched part of the path.
    public var rewriteTarget: RoutePath?
    /// Who may come, all where empty.
    public var allowedSources: [IPPrefix] = []
    /// The cookie that keeps a client at its endpoint.
    public var affinityCookie: CookieName?
    public var canary: IngressCanary?
    public var waf: WAFOptions

    static let standardConnectTimeout = 5
    static let standardTimeout = 60

    init(_ settings: IngressSettings) {
        bodySize = settings.proxyBodySize
        waf = WAFOptions(mode: settings.wafDefault, paranoia: settings.wafParanoia, exclusions: [])
    }
}
