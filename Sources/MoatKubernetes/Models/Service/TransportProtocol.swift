/// The protocol of a port.
public struct TransportProtocol: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let tcp = Self(rawValue: "TCP")
    public static let udp = Self(rawValue: "UDP")
    public static let sctp = Self(rawValue: "SCTP")
}
