extension DuckDBDialect {
    /// What is not part of a term. Kusto: "each string value is broken into maximal sequences of
    /// alphanumeric characters, and each of those sequences is made into a term"
    /// (datatypes-string-operators, "What is a term?").
    private static let before = #"(?:^|[^\pL\pN])"#
    private static let after = #"(?:$|[^\pL\pN])"#

    public func matches(
        _ match: TextMatch, isCased: Bool, _ text: String, _ needle: String, constant: String?
    ) -> String {
        switch match {
        case .equals, .contains, .startsWith, .endsWith:
            return plain(match, isCased: isCased, text, needle, constant: constant)
        case .has, .hasPrefix, .hasSuffix:
            // The cheap search goes first: most rows fail it.
            let found = plain(.contains, isCased: isCased, text, needle, constant: constant)
            let needsStart = match != .hasSuffix
            let needsEnd = match != .hasPrefix
            guard let constant else {
                let pattern =
                    "concat(\(Self.quoted(isCased ? "" : "(?i)")), \(edge(needle, "[1]", Self.before, if: needsStart)), "
                    + "regexp_escape(\(needle)), \(edge(needle, "[-1]", Self.after, if: needsEnd)))"
                return "(\(found) AND regexp_matches(\(text), \(pattern)))"
            }
            let start = needsStart && isInTerm(constant.unicodeScalars.first) ? Self.before : ""
            let end = needsEnd && isInTerm(constant.unicodeScalars.last) ? Self.after : ""
            if start.isEmpty && end.isEmpty { return found }
            let pattern = (isCased ? "" : "(?i)") + start + RegularExpression.escaped(constant) + end
            return "(\(found) AND regexp_matches(\(text), \(Self.quoted(pattern))))"
        }
    }

    private func plain(
        _ match: TextMatch, isCased: Bool, _ text: String, _ needle: String, constant: String?
    ) -> String {
        var text = text
        var needle = needle
        if !isCased {
            if let constant, match != .equals, constant.utf8.allSatisfy({ $0 < 0x80 }),
                !constant.contains(where: { "%_\\".contains($0) })
            {
                let pattern =
                    switch match {
                    case .startsWith: constant + "%"
                    case .endsWith: "%" + constant
                    default: "%" + constant + "%"
                    }
                return "(\(text) ILIKE \(Self.quoted(pattern)))"
            }
            text = "lower(\(text))"
            needle = lowered(needle, constant)
        }
        return switch match {
        case .equals: "(\(text) = \(needle))"
        case .startsWith: "starts_with(\(text), \(needle))"
        case .endsWith: "ends_with(\(text), \(needle))"
        default: "contains(\(text), \(needle))"
        }
    }

    /// In lower case as the database sees it: what is not ASCII is left to its own tables.
    func lowered(_ text: String, _ constant: String?) -> String {
        guard let constant, constant.utf8.allSatisfy({ $0 < 0x80 }) else { return "lower(\(text))" }
        return Self.quoted(constant.lowercased())
    }

    private func edge(_ needle: String, _ position: String, _ pattern: String, if isNeeded: Bool) -> String {
        guard isNeeded else { return "''" }
        return "CASE WHEN regexp_matches((\(needle))\(position), '[\\pL\\pN]') THEN \(Self.quoted(pattern)) ELSE '' END"
    }

    private func isInTerm(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
