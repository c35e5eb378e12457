public import MoatModel

/// What the DNS of a lab says of a name.
public struct LabDomain: Hashable, Sendable {
    /// A `DomainName`. With `*.` in front it stands for every name below it that is not there
    /// itself (RFC 4592).
    public var name: String
    /// A and AAAA records.
    public var addresses: [IPAddress]
    /// A CNAME record; then there are no others.
    public var alias: String?
    /// Seconds.
    public var ttl: UInt32
    /// The `ech` parameter of an HTTPS record (RFC 9460, RFC 9848), in Base64; without it
    /// there is no such record.
    public var ech: String?

    /// A name with the given records.
    public init(
        _ name: String, addresses: [IPAddress] = [], alias: String? = nil, ttl: UInt32 = 60, ech: String? = nil
    ) {
        self.name = name
        self.addresses = addresses
        self.alias = alias
        self.ttl = ttl
        self.ech = ech
    }
}

extension LabDomain: Codable {
    private enum CodingKeys: CodingKey {
        case name, addresses, alias, ttl, ech
    }

    /// Reads what `encode(to:)` wrote; a text that is no address is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        addresses = try container.decode([String].self, forKey: .addresses).map { text in
            guard let address = IPAddress(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .addresses, in: container, debugDescription: "'\(text)' is no address")
            }
            return address
        }
        alias = try container.decodeIfPresent(String.self, forKey: .alias)
        ttl = try container.decode(UInt32.self, forKey: .ttl)
        ech = try container.decodeIfPresent(String.self, forKey: .ech)
    }

    /// Addresses as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(addresses.map(\.description), forKey: .addresses)
        try container.encodeIfPresent(alias, forKey: .alias)
        try container.encode(ttl, forKey: .ttl)
        try container.encodeIfPresent(ech, forKey: .ech)
    }
}
