/// A scalar type of Kusto that Moat knows.
///
/// Kusto's `decimal` is not among them: a query that names it is refused.
public enum KQLType: String, Hashable, Sendable, CaseIterable {
    case bool
    /// 32 bits, signed.
    case int
    /// 64 bits, signed.
    case long
    case real
    /// Never null: where other types have null, a string is empty.
    case string
    /// In UTC, to the microsecond (Kusto: to 100 ns).
    case datetime
    /// In ticks of 100 ns.
    case timespan
    /// A value of JSON.
    case dynamic
    /// In lower case, with hyphens.
    case guid

    /// The type that Kusto calls by `name`, under its usual name or one of its other names
    /// (`double`, `date`, `time`, `boolean`, `uniqueid`).
    public init?(kustoName name: String) {
        switch name {
        case "boolean": self = .bool
        case "double": self = .real
        case "date": self = .datetime
        case "time": self = .timespan
        case "uniqueid": self = .guid
        default: self.init(rawValue: name)
        }
    }

    /// `int` or `long`.
    public var isInteger: Bool { self == .int || self == .long }

    /// `int`, `long` or `real`.
    public var isNumeric: Bool { isInteger || self == .real }
}
