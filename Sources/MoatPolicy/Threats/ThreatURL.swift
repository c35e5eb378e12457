/// An http URL of a feed, in the form in which requests are compared with it: host in lower
/// case, port where it is not 80, path and query as they are written.
///
/// The paths of https requests are not seen, and so can't be listed.
public struct ThreatURL: Hashable, Sendable {
    /// Characters of a URL; longer ones are no entry of a feed.
    public static let maximumLength = 2000

    /// `evil.example/a?b`, `evil.example:8080/`
    public let key: String

    /// Nil where it is no http URL with a host name or an address.
    public init?(_ url: some StringProtocol) {
        guard url.utf8.count <= Self.maximumLength, url.prefix(7).lowercased() == "http://" else { return nil }
        let rest = url.dropFirst(7)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let target = rest[authority.endIndex...].prefix { $0 != "#" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard !authority.contains("@"), parts.count <= 2, let host = parts.first else { return nil }
        var port: UInt16 = 80
        if parts.count == 2 {
            guard let number = UInt16(parts[1]), number > 0 else { return nil }
            port = number
        }
        guard !target.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return nil }
        self.init(host: String(host), port: port, target: String(target))
    }

    /// Of a request: its host, the port it goes to, and its target in origin form. Nil where the
    /// host is no name.
    public init?(host: String, port: UInt16, target: String) {
        let name = HostName.withNormalized(host) { $0.map { String(decoding: $0, as: UTF8.self) } }
        guard let name else { return nil }
        let path = target.hasPrefix("/") ? target : "/" + target
        key = (port == 80 ? name : "\(name):\(port)") + path
    }
}
