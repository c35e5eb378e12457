/// Why a name has no address.
public struct DNSResolutionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `NXDOMAIN`, `no address`, `no answer from 203.0.113.53:53`, …
    public var description: String

    public init(_ description: String) {
        self.description = description
    }
}
