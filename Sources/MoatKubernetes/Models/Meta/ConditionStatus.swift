/// Whether a condition holds.
public struct ConditionStatus: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let `true` = Self(rawValue: "True")
    public static let `false` = Self(rawValue: "False")
    public static let unknown = Self(rawValue: "Unknown")
}
