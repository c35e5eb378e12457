public import Foundation
public import MoatModel

/// An address that a name of a rule has, or had until lately.
public struct LearnedAddress: Hashable, Sendable {
    /// Lower case, no trailing dot.
    public var name: String
    public var address: IPAddress
    /// When an answer last contained it.
    public var lastSeen: Date

    public init(name: String, address: IPAddress, lastSeen: Date) {
        self.name = name
        self.address = address
        self.lastSeen = lastSeen
    }
}

/// Keeps learned addresses over restarts.
public protocol LearnedAddressStore: Sendable {
    func load() throws -> [LearnedAddress]
    /// Adds addresses, or notes that they were seen again. Returns once a killed process would
    /// not lose them.
    func save(_ addresses: [LearnedAddress]) throws
    func remove(_ addresses: [LearnedAddress]) throws
}
