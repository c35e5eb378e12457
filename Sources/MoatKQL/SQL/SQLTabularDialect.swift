/// How one database writes the tabular part of a query.
public protocol SQLTabularDialect: Sendable {
    /// The texts behind ORDER BY that sort by one key as Kusto does.
    func orderBy(_ sql: String, _ type: KQLType, isDescending: Bool, nullsFirst: Bool) -> [String]

    /// The start of a SELECT that keeps one whole row for each value of the keys, without the items.
    func selectOnePer(_ keys: [String]) -> String

    /// The words between the sides of a join that keeps the left rows that have (or, negated, have
    /// not) a match.
    func semiJoin(isNegated: Bool) -> String

    /// What stands behind the name in WITH: a query that is computed once and read several times.
    var materialized: String { get }

    /// Rows of constants as something to select from, under the alias `t`.
    func values(_ rows: [[String]], columns: [String]) -> String

    /// Something to select from, under the alias `t`, with one column `value` of a type (`long`,
    /// `real`, `datetime`, `timespan`): from the first to at most the last. The step of a `datetime`
    /// is a `timespan`; no step is a constant 0.
    func range(_ type: KQLType, from: String, through: String, step: String) -> String

    /// The number of rows of a group.
    var rowCount: String { get }

    /// All that the groups of a regular expression (RE2's syntax) found in a text, as one value:
    /// empty texts where the expression does not match. It is worked out once for each row, however
    /// often it is used.
    func captures(_ text: String, pattern: String, groups: Int) -> String

    /// All that stands in a text behind the first place of another one, or empty.
    func rest(of text: String, behind mark: String) -> String

    /// A text of digits, with or without a sign, as an `int` or a `long`; null where it has no
    /// digits or too many.
    func whole(_ digits: String, _ type: KQLType) -> String

    /// What one group, counted from 1, found, out of the value of ``captures(_:pattern:groups:)``.
    func capture(_ captures: String, group: Int) -> String

    /// Whether a regular expression is found in a text.
    func matches(_ text: String, pattern: String) -> String

    /// About what a condition costs for a row: 0 a comparison, 1 a search in a text, 2 a regular
    /// expression.
    func weight(ofCondition sql: String) -> Int

    /// A number that is another one in each row.
    var random: String { get }

    /// A string that may be null, with the empty string instead of null.
    func orEmpty(_ sql: String) -> String

    /// A window function over all rows of a SELECT in an order (texts for ORDER BY).
    func window(_ call: String, order: [String]) -> String

    /// The number of the row in a window, from 1.
    var rowNumber: String { get }

    /// The sum of a number in this row and all before it in an order; whole numbers become a `long`.
    func runningTotal(_ sql: String, _ type: KQLType, order: [String]) -> String

    /// The value of the row so many before (negative: behind); `missing` where there is none.
    func neighbour(_ sql: String, before distance: Int64, missing: String) -> String
}

/// All that a translation asks of a database.
public typealias KQLDialect = SQLDialect & SQLTabularDialect & SQLArrayDialect
