/// Why the proxy cannot do what the settings ask for.
public struct DNSProxyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What failed, where, and how to put it right.
    public var description: String

    init(_ description: String) {
        self.description = description
    }
}
