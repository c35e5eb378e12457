/// A text operator taken apart.
struct TextOperator {
    var match: TextMatch
    var isCased: Bool
    var isNegated: Bool

    /// Nil where the operator is none on texts.
    init?(_ operation: BinaryOperator) {
        switch operation {
        case .equalIgnoringCase, .notEqualIgnoringCase: match = .equals
        case .has, .notHas, .hasCased, .notHasCased: match = .has
        case .hasPrefix, .notHasPrefix, .hasPrefixCased, .notHasPrefixCased: match = .hasPrefix
        case .hasSuffix, .notHasSuffix, .hasSuffixCased, .notHasSuffixCased: match = .hasSuffix
        case .contains, .notContains, .containsCased, .notContainsCased: match = .contains
        case .startsWith, .notStartsWith, .startsWithCased, .notStartsWithCased: match = .startsWith
        case .endsWith, .notEndsWith, .endsWithCased, .notEndsWithCased: match = .endsWith
        default: return nil
        }
        isCased = operation.rawValue.hasSuffix("_cs")
        isNegated = operation.rawValue.hasPrefix("!")
    }
}
