public import MoatModel

/// Where the egress proxy gets the addresses of names from.
public protocol NameResolver: Sendable {
    /// Resolves a name (lower case, no trailing dot) to its IPv4 and IPv6 addresses, in the
    /// order in which they are to be tried. Calls `completion` once: at once and on the
    /// caller's thread where the answer is known, else from another thread. Never blocks.
    func resolve(
        _ name: String, completion: @escaping @Sendable (Result<[IPAddress], NameResolutionError>) -> Void)
}

/// Why a name has no address.
public struct NameResolutionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `NXDOMAIN`, `no answer from 203.0.113.53`, …
    public var description: String

    public init(_ description: String) {
        self.description = description
    }
}
