/// How one database takes arrays and property bags apart, and makes series.
///
/// A list is a value of the database's own, which only appears between these functions.
public protocol SQLArrayDialect: Sendable {
    /// The list of the elements of an array or, one by one, of the members of a bag: bags of one
    /// member, or pairs of name and value. Any other value is the one element itself.
    func elements(_ dynamic: String, bagsAsPairs: Bool) -> String

    /// The first elements of a list.
    func prefix(_ list: String, _ count: Int64) -> String

    /// The list of the numbers from 0, as many as the longest of the lists has elements.
    func positions(_ lists: [String]) -> String

    /// As an item of a SELECT: a row for each element. Several in one SELECT go side by side; a
    /// shorter list gives nulls at its end.
    func rows(_ list: String) -> String

    /// A dynamic value unless it is a text, which then is null.
    func unlessText(_ dynamic: String) -> String

    /// The list of the names of a bag, or of the names of their values' types in Kusto, null for null.
    func slotNames(_ bag: String) -> String
    func slotTypes(_ bag: String) -> String

    /// As an aggregate: the one value of a group, otherwise `other`.
    func onlyValue(_ sql: String, otherwise other: String) -> String

    /// As an aggregate: a value of the rows for which a condition holds, that is not null.
    func anyValue(_ sql: String, where condition: String) -> String

    /// A place on an axis as a number (in ticks), and back.
    func number(_ sql: String, _ type: KQLType) -> String
    func place(_ number: String, _ type: KQLType) -> String

    /// How many steps, rounded down or up, a number is long.
    func steps(_ number: String, step: String, roundingUp: Bool, isReal: Bool) -> String

    /// As an aggregate: what ``seriesValue(_:at:)`` finds values in.
    func seriesValues(_ position: String, _ value: String) -> String
    func seriesValue(_ values: String, at position: String) -> String

    /// An array with a value for each position from `start` to before `end`; `message` is the error
    /// where there are more than `maximum`.
    func series(from start: String, to end: String, maximum: Int, message: String, _ value: (String) -> String)
        -> String
}
