extension Parser {
    /// Expressions with the names that their columns get.
    mutating func columns() throws(ParseFailure) -> [ColumnSyntax] {
        try list { parser throws(ParseFailure) in try parser.column() }
    }

    mutating func column() throws(ParseFailure) -> ColumnSyntax {
        let start = token.range
        let names = try assignedNames()
        let expression = try expression()
        return ColumnSyntax(names: names, expression: expression, range: start.through(previous))
    }

    /// `name =` or `(a, b) =`, if one comes next.
    mutating func assignedNames() throws(ParseFailure) -> [NameSyntax] {
        if isAtName, peek(nameLength(at: 0)).kind == .assign {
            let name = try name("a column's name")
            advance()
            return [name]
        }
        guard isAtNameList else { return [] }
        advance()
        let names = try list { parser throws(ParseFailure) in try parser.name("a column's name") }
        advance()
        advance()
        return names
    }

    private var isAtNameList: Bool {
        guard kind == .leftParenthesis else { return false }
        var offset = 1
        while true {
            let length = nameLength(at: offset)
            guard length > 0 else { return false }
            offset += length
            switch peek(offset).kind {
            case .comma: offset += 1
            case .rightParenthesis: return peek(offset + 1).kind == .assign
            default: return false
            }
        }
    }

    /// `Hits desc nulls last`.
    mutating func orderKey() throws(ParseFailure) -> OrderSyntax {
        let start = token.range
        // A name may be given to what rows are ordered by, but is of no use.
        _ = try assignedNames()
        let expression = try expression()
        var direction: OrderSyntax.Direction?
        if take("asc") { direction = .ascending } else if take("desc") { direction = .descending }
        var nulls: OrderSyntax.Nulls?
        if take("nulls") {
            if take("first") {
                nulls = .first
            } else if take("last") {
                nulls = .last
            } else {
                throw expected("'first' or 'last'", among: ["first", "last"])
            }
        }
        return OrderSyntax(
            expression: expression, direction: direction, nulls: nulls, range: start.through(previous))
    }

    /// `project` and the operators whose names begin so.
    mutating func projection(_ word: String, _ start: SourceRange) throws(ParseFailure) -> OperatorSyntax {
        switch word {
        case "project-away", "project-keep":
            let patterns = try list { parser throws(ParseFailure) in try parser.namePattern("a column's name") }
            return .projectPattern(
                ProjectPatternSyntax(keeps: word == "project-keep", columns: patterns, range: start.through(previous)))
        case "project-rename":
            let columns = try list { parser throws(ParseFailure) in
                let new = try parser.name("the new name of a column")
                try parser.expect(.assign, "'=' and the old name")
                return RenameSyntax.Column(new: new, old: try parser.name("the old name of a column"))
            }
            return .rename(RenameSyntax(columns: columns, range: start.through(previous)))
        case "project-reorder":
            let columns = try list { parser throws(ParseFailure) in
                let pattern = try parser.namePattern("a column's name")
                return ReorderSyntax.Column(pattern: pattern, order: parser.reorder())
            }
            return .reorder(ReorderSyntax(columns: columns, range: start.through(previous)))
        default: return .project(ProjectSyntax(columns: try columns(), range: start.through(previous)))
        }
    }

    private mutating func reorder() -> ReorderSyntax.Order? {
        let (word, length) = hyphenated()
        guard let order = ReorderSyntax.Order(rawValue: word) else { return nil }
        for _ in 0..<length { advance() }
        return order
    }
}
