/// Who of several controllers leads. Only the leader gives addresses and writes.
public enum Leadership: Hashable, Sendable {
    /// This one.
    case leading
    /// Not known to be this one, nor another: the API is away, or the first answer has not come. What
    /// is in force stays in force, and follows the health of backends.
    case unknown
    /// Another, by its name. Nothing is in force here.
    case following(String)
}

extension Leadership: CustomStringConvertible {
    /// As reports have it.
    public var description: String {
        switch self {
        case .leading: "leading"
        case .unknown: "unknown"
        case .following(let other): other
        }
    }
}
