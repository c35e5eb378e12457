/// What the addresses of an EndpointSlice are.
public struct EndpointAddressType: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let ipv4 = Self(rawValue: "IPv4")
    public static let ipv6 = Self(rawValue: "IPv6")
    public static let fqdn = Self(rawValue: "FQDN")
}
