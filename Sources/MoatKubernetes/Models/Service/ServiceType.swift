/// How a Service is reached.
public struct ServiceType: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let clusterIP = Self(rawValue: "ClusterIP")
    public static let nodePort = Self(rawValue: "NodePort")
    public static let loadBalancer = Self(rawValue: "LoadBalancer")
    public static let externalName = Self(rawValue: "ExternalName")
}
