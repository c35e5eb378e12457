/// A constant as the parser understands it.
public enum LiteralSyntax: Hashable, Sendable {
    case bool(Bool)
    /// `int(5)`.
    case int(Int32)
    /// `5`, `0x1f`, `long(5)`.
    case long(Int64)
    /// `5.0`, `1e3`, `real(nan)`.
    case real(Double)
    /// Any of the string forms, with its escapes taken away.
    case string(String)
    /// A number with a unit, `5m`, in ticks of 100 ns.
    case timespan(Int64)
    /// `datetime(2026-11-25 10:00)`, `time(1.02:03:04)`, `guid(...)`: the type as written and the
    /// text between the parentheses, without surrounding space or quotes.
    case text(TypeNameSyntax, String)
    /// `int(null)`, `datetime(null)`.
    case null(TypeNameSyntax)
    case dynamic(DynamicSyntax)
}
