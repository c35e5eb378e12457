/// Which rows `join` gives.
public enum JoinKind: String, Hashable, Sendable, CaseIterable {
    /// As `inner`, after taking one row for each key of the left side.
    case innerUnique = "innerunique"
    case inner
    case leftOuter = "leftouter"
    case rightOuter = "rightouter"
    case fullOuter = "fullouter"
    /// Also written `anti` and `leftantisemi`.
    case leftAnti = "leftanti"
    /// Also written `rightantisemi`.
    case rightAnti = "rightanti"
    case leftSemi = "leftsemi"
    case rightSemi = "rightsemi"
}
