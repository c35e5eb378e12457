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
