/// The annotations of an Ingress that are understood, each under both prefixes. Where both are there,
/// that of `moat.dev/` counts.
enum IngressAnnotation: String, CaseIterable {
    case sslRedirect = "ssl-redirect"
    case forceSSLRedirect = "force-ssl-redirect"
    case backendProtocol = "backend-protocol"
    case bodySize = "proxy-body-size"
    case connectTimeout = "proxy-connect-timeout"
    case readTimeout = "proxy-read-timeout"
    case sendTimeout = "proxy-send-timeout"
    case rewriteTarget = "rewrite-target"
    case permanentRedirect = "permanent-redirect"
    case allowedSources = "whitelist-source-range"
    case canary
    case canaryWeight = "canary-weight"
    case affinity
    case sessionCookieName = "session-cookie-name"
    case waf
    case wafParanoia = "waf-paranoia"
    case wafExclude = "waf-exclude"

    static let prefix = "moat.dev/"
    static let nginxPrefix = "nginx.ingress.kubernetes.io/"

    /// Those of the firewall are our own only.
    var isOursOnly: Bool {
        switch self {
        case .waf, .wafParanoia, .wafExclude: true
        default: false
        }
    }

    /// Whether an Ingress is not to be served as long as the value cannot be read: it says who may
    /// come, or what is looked at.
    var isGuard: Bool {
        switch self {
        case .allowedSources, .waf, .wafParanoia, .wafExclude: true
        default: false
        }
    }

    /// Whether an annotation that is not understood limits who may come, so that an Ingress served
    /// without it would be open to more than it says.
    static func isGuard(_ name: some StringProtocol) -> Bool {
        name.hasPrefix("auth-") || name.hasPrefix("denylist-") || name.hasPrefix("allowlist-") || name == "satisfy"
            || name == "enable-global-auth"
    }
}
