/// Two sources and how their rows meet.
struct JoinClause: Sendable {
    enum Kind: Sendable {
        case inner
        case leftOuter
        case rightOuter
        case fullOuter
        case leftSemi
        case leftAnti
    }

    var kind: Kind
    /// Alias `l`.
    var left: SelectStatement
    /// Alias `r`.
    var right: SelectStatement
    var condition: String
}
