/// An operator with a list on its right, by its text in Kusto.
public enum MembershipOperator: String, Hashable, Sendable, CaseIterable {
    case isIn = "in"
    case notIn = "!in"
    case inIgnoringCase = "in~"
    case notInIgnoringCase = "!in~"
    case hasAny = "has_any"
    case hasAll = "has_all"
}
