/// An operator between two operands, by its text in Kusto. `and` and `or` are in ``LogicalSyntax``.
public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case add = "+"
    case subtract = "-"

    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    /// Also written `<>`.
    case notEqual = "!="
    case equalIgnoringCase = "=~"
    case notEqualIgnoringCase = "!~"

    case has
    case notHas = "!has"
    case hasCased = "has_cs"
    case notHasCased = "!has_cs"
    case hasPrefix = "hasprefix"
    case notHasPrefix = "!hasprefix"
    case hasPrefixCased = "hasprefix_cs"
    case notHasPrefixCased = "!hasprefix_cs"
    case hasSuffix = "hassuffix"
    case notHasSuffix = "!hassuffix"
    case hasSuffixCased = "hassuffix_cs"
    case notHasSuffixCased = "!hassuffix_cs"
    /// Also written `notcontains` when negated.
    case contains
    case notContains = "!contains"
    case containsCased = "contains_cs"
    case notContainsCased = "!contains_cs"
    case startsWith = "startswith"
    case notStartsWith = "!startswith"
    case startsWithCased = "startswith_cs"
    case notStartsWithCased = "!startswith_cs"
    case endsWith = "endswith"
    case notEndsWith = "!endswith"
    case endsWithCased = "endswith_cs"
    case notEndsWithCased = "!endswith_cs"
    case matchesRegex = "matches regex"
    /// `Column: 'word'`, in `search` only.
    case colon = ":"
}
