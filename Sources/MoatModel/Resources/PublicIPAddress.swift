/// A public address (`Microsoft.Network/publicIPAddresses`).
public struct PublicIPAddress: Hashable, Sendable {
    public var name: String
    public var ipAddress: IPAddress

    public init(name: String, ipAddress: IPAddress) {
        self.name = name
        self.ipAddress = ipAddress
    }
}
