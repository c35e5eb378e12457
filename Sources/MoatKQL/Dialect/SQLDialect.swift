/// How one database writes what a query needs. Everything the translation knows of a database is
/// behind this protocol.
public protocol SQLDialect: Sendable {
    /// A name in quotes.
    func identifier(_ name: String) -> String

    /// A constant in the representation of its type.
    func literal(_ literal: KQLLiteral) -> String

    /// `sql` of one type as another, by the rules of Kusto's `tostring()`, `tolong()`, …: null
    /// (for strings: empty) where the value cannot be converted. Nil where no value of the type can.
    func convert(_ sql: String, from: KQLType, to: KQLType) -> String?

    /// Whether `text` and `needle` (both strings) match. `constant` is the needle's value where it is
    /// known, which makes for faster text.
    func matches(_ match: TextMatch, isCased: Bool, _ text: String, _ needle: String, constant: String?) -> String

    /// The start of the interval of `size` (microseconds, above 0) that a `datetime` is in, counted
    /// from 0001-01-01 as Kusto does.
    func bin(datetime: String, size: Int64) -> String

    /// A `datetime` moved by a constant number of microseconds.
    func shifted(datetime: String, by microseconds: Int64) -> String

    /// The value at a path into a `dynamic`, as `dynamic`; null where there is none. A negative
    /// index counts from the end.
    func member(of dynamic: String, _ key: KQLDynamic) -> String

    /// A `datetime` in a format of Kusto's `format_datetime()`, as a `string`; nil where the format
    /// has a character that Kusto does not know.
    func formatted(datetime: String, format: String) -> String?

    /// The call of a scalar function or operator whose arguments have the types that its signature
    /// names; nil where the dialect has no text for it.
    func scalar(_ operation: String, _ arguments: [String]) -> String?

    /// The same for an aggregate.
    func aggregate(_ operation: String, _ arguments: [String]) -> String?
}
