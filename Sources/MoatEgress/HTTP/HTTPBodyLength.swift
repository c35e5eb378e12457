/// How the end of a message body is found (RFC 9112, section 6.3).
public enum HTTPBodyLength: Hashable, Sendable {
    case none
    case bytes(UInt64)
    case chunked
    /// Responses only: the body ends with the connection.
    case untilClose
}
