/// Where the rows of a SELECT come from. Its columns are reached by the alias `t`, those of a join
/// by `l` and `r`: an expression only ever speaks of the SELECT that it is in, so nested ones may
/// use the same aliases again.
indirect enum FromClause: Sendable {
    /// One row without columns.
    case nothing
    /// A table or view; the text is quoted.
    case table(String)
    /// Text that can stand behind FROM: a table function, a list of values.
    case text(String)
    case select(SelectStatement)
    /// A query that is read several times, by its number, see ``SQLGenerator``.
    case shared(Int)
    case join(JoinClause)
    case union([SelectStatement])
    /// The rows of a SELECT (alias `t`), each with those that the text makes of it (alias `u`).
    case lateral(SelectStatement, String)
}
