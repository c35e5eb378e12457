public import MoatModel

/// A compiled policy: immutable, shared by every thread that judges.
public final class Snapshot: Sendable {
    /// The firewall's public addresses, in the order of its ipConfigurations.
    public let publicAddresses: [IPv4Address]
    public let privateAddress: IPv4Address

    init(publicAddresses: [IPv4Address], privateAddress: IPv4Address) {
        self.publicAddresses = publicAddresses
        self.privateAddress = privateAddress
    }
}
