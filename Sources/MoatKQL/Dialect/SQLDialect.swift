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

    /// The call of a scalar function or operator whose arguments have the types that its signature
    /// names; nil where the dialect has no text for it.
    func scalar(_ operation: String, _ arguments: [String]) -> String?

    /// The same for an aggregate.
    func aggregate(_ operation: String, _ arguments: [String]) -> String?
}
