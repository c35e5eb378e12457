/// A constant that is known when a query is translated.
public enum KQLLiteral: Hashable, Sendable {
    /// The missing value of a type; for `string`, which has none, use the empty string.
    case null(KQLType)
    case bool(Bool)
    case int(Int32)
    case long(Int64)
    case real(Double)
    case string(String)
    /// Microseconds since 1970-01-01 in UTC.
    case datetime(Int64)
    /// Ticks of 100 ns.
    case timespan(Int64)
    case dynamic(KQLDynamic)
    /// In lower case, with hyphens.
    case guid(String)

    public var type: KQLType {
        switch self {
        case .null(let type): type
        case .bool: .bool
        case .int: .int
        case .long: .long
        case .real: .real
        case .string: .string
        case .datetime: .datetime
        case .timespan: .timespan
        case .dynamic: .dynamic
        case .guid: .guid
        }
    }
}
