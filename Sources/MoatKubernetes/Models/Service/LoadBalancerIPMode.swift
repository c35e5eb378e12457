/// How nodes treat traffic to a load balancer's address: `VIP` arrives with that address as destination,
/// `Proxy` with a node's or pod's.
public struct LoadBalancerIPMode: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let vip = Self(rawValue: "VIP")
    public static let proxy = Self(rawValue: "Proxy")
}
