/// Something about a Service that its owner must know, told by an Event.
public struct LoadBalancerProblem: Hashable, Sendable, Codable {
    public enum Severity: String, Hashable, Sendable, Codable {
        /// The Service is served; something that it says has no effect.
        case warning
        /// The Service gets no address as long as this is so. One that has an address keeps it and is
        /// served, with the default in place of what is wrong.
        case error
        /// The Service is not served as long as this is so, for it would be served to others than it
        /// wishes, or not as what it is. Its address stays its own.
        case refusal
    }

    public var severity: Severity
    /// One word in CamelCase, as Events and conditions have it.
    public var reason: String
    /// What is wrong, with which value, and what would be right.
    public var message: String

    public init(_ severity: Severity, _ reason: String, _ message: String) {
        self.severity = severity
        self.reason = reason
        self.message = message
    }
}

extension LoadBalancerProblem {
    static func invalid(_ annotation: String, _ value: String, _ right: String) -> Self {
        Self(.error, "InvalidAnnotation", "\(annotation) is '\(value.prefix(100))', and must be \(right)")
    }
}
