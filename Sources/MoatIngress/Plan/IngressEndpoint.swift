public import MoatModel

/// Where an instance of a Service listens.
public struct IngressEndpoint: Sendable, Hashable, Comparable {
    public var address: IPAddress
    /// 1 to 65535.
    public var port: UInt16

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.address, lhs.port) < (rhs.address, rhs.port)
    }
}
