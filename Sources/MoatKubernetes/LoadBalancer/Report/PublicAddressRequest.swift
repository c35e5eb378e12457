/// A Service's wish that traffic to a public address come to it (`moat.dev/public-ip`).
public struct PublicAddressRequest: Codable, Hashable, Sendable {
    /// `namespace/name`
    public var service: String
    /// The name or address of a PublicIPAddress.
    public var publicIP: String
    public var port: Int
    /// `TCP` or `UDP`.
    public var `protocol`: String
    /// The Service's address, where the traffic goes to the same port.
    public var address: String

    public init(service: String, publicIP: String, port: Int, protocol: String, address: String) {
        self.service = service
        self.publicIP = publicIP
        self.port = port
        self.protocol = `protocol`
        self.address = address
    }
}
