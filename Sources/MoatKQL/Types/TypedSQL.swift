/// A scalar expression as SQL text, with its type in Kusto.
public struct TypedSQL: Hashable, Sendable {
    public var type: KQLType
    /// Text that can stand wherever the dialect takes an operand: an identifier, a constant, a
    /// call, or something in parentheses.
    public var sql: String
    /// The value, where the expression is a constant known at translation.
    public var literal: KQLLiteral?
    /// For a `bool`: cheaper text that is true exactly where `sql` is true, but may be null where
    /// `sql` is false. Good for filters, not under a negation.
    public var predicate: String?
    /// The name of the column that the expression is or, as Kusto names results after it, is
    /// made of; nil where Kusto would make up a name (`print_0`, `Column1`).
    public var name: String?

    public init(
        type: KQLType, sql: String, literal: KQLLiteral? = nil, predicate: String? = nil, name: String? = nil
    ) {
        self.type = type
        self.sql = sql
        self.literal = literal
        self.predicate = predicate
        self.name = name
    }

    /// What to write behind WHERE, FILTER and WHEN, where null and false mean the same.
    public var filter: String { predicate ?? sql }
}
