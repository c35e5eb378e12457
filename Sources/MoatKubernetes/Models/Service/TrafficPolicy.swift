/// Which endpoints take traffic: those of the whole cluster, or those of the node that it arrived at.
public struct TrafficPolicy: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let cluster = Self(rawValue: "Cluster")
    public static let local = Self(rawValue: "Local")
}
