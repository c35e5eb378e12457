/// What an address of a node is.
public struct NodeAddressType: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let hostname = Self(rawValue: "Hostname")
    public static let internalIP = Self(rawValue: "InternalIP")
    public static let externalIP = Self(rawValue: "ExternalIP")
    public static let internalDNS = Self(rawValue: "InternalDNS")
    public static let externalDNS = Self(rawValue: "ExternalDNS")
}
