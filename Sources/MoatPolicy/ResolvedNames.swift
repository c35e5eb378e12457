public import MoatModel

/// The addresses that the names in network rules have now, as the DNS proxy learned them.
public struct ResolvedNames: Hashable, Sendable {
    /// By name: lower case, without the trailing dot.
    public var addresses: [String: Set<IPAddress>]

    public init(_ addresses: [String: Set<IPAddress>] = [:]) {
        self.addresses = addresses
    }
}
