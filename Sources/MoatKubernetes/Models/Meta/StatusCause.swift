/// One of the reasons of a refusal.
public struct StatusCause: Codable, Hashable, Sendable {
    public var reason: String?
    public var message: String?
    /// The field that is meant, as `spec.ports[0].port`.
    public var field: String?

    public init(reason: String? = nil, message: String? = nil, field: String? = nil) {
        self.reason = reason
        self.message = message
        self.field = field
    }
}
