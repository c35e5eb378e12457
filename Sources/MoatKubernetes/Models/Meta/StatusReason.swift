/// Why the API refused a request, as a word.
public struct StatusReason: OpenEnumeration {
    public var rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let badRequest = Self(rawValue: "BadRequest")
    public static let unauthorized = Self(rawValue: "Unauthorized")
    public static let forbidden = Self(rawValue: "Forbidden")
    public static let notFound = Self(rawValue: "NotFound")
    public static let alreadyExists = Self(rawValue: "AlreadyExists")
    public static let conflict = Self(rawValue: "Conflict")
    public static let gone = Self(rawValue: "Gone")
    public static let invalid = Self(rawValue: "Invalid")
    public static let expired = Self(rawValue: "Expired")
    public static let serverTimeout = Self(rawValue: "ServerTimeout")
    public static let timeout = Self(rawValue: "Timeout")
    public static let tooManyRequests = Self(rawValue: "TooManyRequests")
    public static let methodNotAllowed = Self(rawValue: "MethodNotAllowed")
    public static let notAcceptable = Self(rawValue: "NotAcceptable")
    public static let requestEntityTooLarge = Self(rawValue: "RequestEntityTooLarge")
    public static let unsupportedMediaType = Self(rawValue: "UnsupportedMediaType")
    public static let internalError = Self(rawValue: "InternalError")
    public static let serviceUnavailable = Self(rawValue: "ServiceUnavailable")
}
