import Foundation
import MoatModel

/// Where requests go, and under which name.
struct ServerAddress: Hashable, Sendable {
    /// What stands before the path of a request.
    let url: String
    /// The host as HTTP names it, with the port where it is not the usual one.
    let authority: String
    /// Where the name of the certificate leads to, where it is not that of the host.
    let nameOverride: [String: String]

    /// - Throws: `KubernetesConfigurationError`
    init(_ configuration: KubernetesConfiguration) throws(KubernetesConfigurationError) {
        let text = configuration.server
        func refused(_ problem: String) -> KubernetesConfigurationError {
            KubernetesConfigurationError("the server '\(Self.withoutUser(text))' \(problem)")
        }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let named = parts.host, !named.isEmpty
        else { throw refused("is no address; write https://HOST:PORT") }
        let host = named.trimmingCharacters(in: ["[", "]"]).lowercased()
        guard parts.user == nil, parts.password == nil else {
            throw refused("holds a user; use a token or a client certificate")
        }
        guard parts.query == nil, parts.fragment == nil else { throw refused("has more than host, port and path") }
        guard scheme == "https" || scheme == "http" && Self.isLocal(host) else {
            throw refused("must be https; plain http is for addresses of this machine only")
        }
        guard parts.port.map({ (1...65535).contains($0) }) ?? true else { throw refused("has no such port") }
        let port = parts.port.map { ":\($0)" } ?? ""
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
        authority = bracketed(host) + port
        guard let name = configuration.serverName?.lowercased(), name != host else {
            url = "\(scheme)://\(authority)\(path)"
            nameOverride = [:]
            return
        }
        guard FQDNPattern(name)?.isWildcard == false, IPAddress(name) == nil else {
            throw KubernetesConfigurationError(
                "tls-server-name '\(name.prefix(300))' is not the name of a host; name one that the certificate is for")
        }
        url = "\(scheme)://\(name)\(port)\(path)"
        nameOverride = [name: host]
    }

    private static func isLocal(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || IPv4Address(host).map { "\($0)".hasPrefix("127.") } == true
    }

    /// For errors: a password must not stand there.
    private static func withoutUser(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return String(text.prefix(300)) }
        return "…" + text[at...].prefix(300)
    }
}
