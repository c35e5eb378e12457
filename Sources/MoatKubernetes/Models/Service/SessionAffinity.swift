/// Whether a client's connections stay with one backend.
public struct SessionAffinity: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let none = Self(rawValue: "None")
    public static let clientIP = Self(rawValue: "ClientIP")
}
