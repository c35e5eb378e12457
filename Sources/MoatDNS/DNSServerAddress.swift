public import MoatModel

/// Where a DNS server is.
public struct DNSServerAddress: Hashable, Sendable, Codable {
    public var address: IPAddress
    public var port: UInt16

    public init(_ address: IPAddress, port: UInt16 = 53) {
        self.address = address
        self.port = port
    }

    private enum CodingKeys: String, CodingKey {
        case address, port
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .address)
        guard let address = IPAddress(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .address, in: container, debugDescription: "'\(text)' is no IP address")
        }
        self.init(address, port: try container.decode(UInt16.self, forKey: .port))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(address.description, forKey: .address)
        try container.encode(port, forKey: .port)
    }
}

extension DNSServerAddress: CustomStringConvertible {
    /// `203.0.113.53:53`, `[2001:db8::53]:53`
    public var description: String {
        address.family == .ipv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
    }
}
