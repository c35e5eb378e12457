/// Which fields of an application rule a request satisfies, read from the same sets that
/// `evaluate` intersects.
public struct ApplicationFieldMatch: Hashable, Sendable {
    public var source: Bool
    /// True where the rule names no destination.
    public var destination: Bool
    /// The port, with whatever protocol.
    public var port: Bool
    /// The protocol with the port.
    public var service: Bool
    public var name: Bool

    public var all: Bool { source && destination && service && name }
}
