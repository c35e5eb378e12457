import MoatModel

/// The parts of an http or https URL that a firewall can see.
struct TargetURL {
    var applicationProtocol: ApplicationRule.ProtocolType
    /// Lower case, without the trailing dot.
    var host: String
    /// Where the host is an IPv4 address.
    var address: IPv4Address?
    var port: UInt16
    /// Path and query, as they are written; `/` where there are none.
    var target = "/"
    /// Scheme, host and, where it is written, port.
    var text: String

    init(_ url: Substring) throws(FlowExpressionError) {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        switch scheme {
        case "https": applicationProtocol = .https
        case "http": applicationProtocol = .http
        default: throw FlowExpressionError(problem: "'\(scheme)' is no scheme that rules know: http or https")
        }
        let authority = url.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let hostText = parts.first, let pattern = FQDNPattern(String(hostText)), !pattern.isWildcard else {
            throw FlowExpressionError(problem: "'\(authority)' is not a name")
        }
        host = pattern.description
        address = IPv4Address(host)
        port = applicationProtocol == .https ? 443 : 80
        text = "\(scheme)://\(host)"
        let rest = url.dropFirst(scheme.count + 3)[authority.endIndex...].prefix { $0 != "#" }
        if !rest.isEmpty { target = (rest.hasPrefix("/") ? "" : "/") + rest }
        guard parts.count == 2 else { return }
        guard let port = UInt16(parts[1]), port > 0 else {
            throw FlowExpressionError(problem: "'\(parts[1])' is not a port from 1 to 65535")
        }
        if port != self.port { text += ":\(port)" }
        self.port = port
    }
}
