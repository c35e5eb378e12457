/// A value of a result. JSON, and whatever else a store has, comes as its text.
public enum LogValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    case string(String)
    /// Microseconds since 1970, UTC.
    case datetime(Int64)
}
