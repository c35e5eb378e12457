/// How much an event matters.
public struct EventType: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let normal = Self(rawValue: "Normal")
    public static let warning = Self(rawValue: "Warning")
}
