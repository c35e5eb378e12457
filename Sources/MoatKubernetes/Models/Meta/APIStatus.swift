/// What the API says of a request that gives no object: `metav1.Status`.
public struct APIStatus: Codable, Hashable, Sendable {
    /// `Success` or `Failure`.
    public var status: String?
    public var message: String?
    public var reason: StatusReason?
    public var details: StatusDetails?
    /// The HTTP status.
    public var code: Int32?

    public init(
        status: String? = nil, message: String? = nil, reason: StatusReason? = nil, details: StatusDetails? = nil,
        code: Int32? = nil
    ) {
        self.status = status
        self.message = message
        self.reason = reason
        self.details = details
        self.code = code
    }
}
