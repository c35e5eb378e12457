/// How a path is compared.
public struct IngressPathType: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let exact = Self(rawValue: "Exact")
    public static let prefix = Self(rawValue: "Prefix")
    public static let implementationSpecific = Self(rawValue: "ImplementationSpecific")
}
