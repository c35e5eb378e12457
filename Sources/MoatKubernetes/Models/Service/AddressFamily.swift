/// A family of addresses.
public struct AddressFamily: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let ipv4 = Self(rawValue: "IPv4")
    public static let ipv6 = Self(rawValue: "IPv6")
}
