extension Parser {
    mutating func join(_ start: SourceRange, isLookup: Bool) throws(ParseFailure) -> OperatorSyntax {
        var kind: JoinKind?
        if let word = try parameter("kind") {
            kind = Self.joinKind(word.text)
            let kinds: [JoinKind] = isLookup ? [.leftOuter, .inner] : JoinKind.allCases
            guard let kind, kinds.contains(kind) else {
                throw unknown(word, of: "kind", among: kinds.map(\.rawValue))
            }
        }
        try skipHints()
        let right = try beside { parser throws(ParseFailure) in try parser.operandTable() }
        try expect("on")
        let conditions = try list { parser throws(ParseFailure) in try parser.expression() }
        let range = start.through(previous)
        return isLookup
            ? .lookup(LookupSyntax(kind: kind, right: right, conditions: conditions, range: range))
            : .join(JoinSyntax(kind: kind, right: right, conditions: conditions, range: range))
    }

    private static func joinKind(_ word: String) -> JoinKind? {
        switch word {
        case "anti", "leftantisemi": .leftAnti
        case "rightantisemi": .rightAnti
        default: JoinKind(rawValue: word)
        }
    }

    /// A table as an operand of an operator: a name, a call, or in parentheses.
    private mutating func operandTable() throws(ParseFailure) -> PipelineSyntax {
        let operand: ExpressionSyntax = isAtSource ? .pipeline(try pipeline()) : try postfix()
        guard let table = operand.pipeline else { throw fail(operand.range, "expected a table") }
        return table
    }

    mutating func union() throws(ParseFailure) -> UnionSyntax {
        let start = token.range
        advance()
        var kind: UnionSyntax.Kind?
        var isFuzzy = false
        var withSource: NameSyntax?
        while true {
            try skipHints()
            if let value = try choice("kind", UnionSyntax.Kind.self) {
                kind = value
            } else if let name = try parameter("withsource", "with_source") {
                withSource = name
            } else if let value = try parameter("isfuzzy") {
                guard ["true", "false"].contains(value.text) else {
                    throw unknown(value, of: "isfuzzy", among: ["true", "false"])
                }
                isFuzzy = value.text == "true"
            } else {
                break
            }
        }
        let operands = try list { parser throws(ParseFailure) in try parser.unionOperand() }
        return UnionSyntax(
            kind: kind, isFuzzy: isFuzzy, withSource: withSource, operands: operands, range: start.through(previous))
    }

    private mutating func unionOperand() throws(ParseFailure) -> PipelineSyntax {
        let isName = kind == .star || (isAtName && peek(nameLength(at: 0)).kind != .leftParenthesis)
        guard isName, !isAtSource else { return try operandTable() }
        let pattern = try namePattern("a table")
        return PipelineSyntax(source: .table(pattern), operators: [], range: pattern.range)
    }

    mutating func search() throws(ParseFailure) -> SearchSyntax {
        let start = token.range
        advance()
        var isCaseSensitive = false
        if let kind = try parameter("kind") {
            guard ["case_sensitive", "case_insensitive", "default"].contains(kind.text) else {
                throw unknown(kind, of: "kind", among: ["case_insensitive", "case_sensitive"])
            }
            isCaseSensitive = kind.text == "case_sensitive"
        }
        var tables: [NamePatternSyntax] = []
        if take("in") {
            try expect(.leftParenthesis, "'(' and tables")
            tables = try list { parser throws(ParseFailure) in try parser.namePattern("a table") }
            try expect(.rightParenthesis, "',' or ')'")
        }
        let allowed = allowsColon
        allowsColon = true
        defer { allowsColon = allowed }
        let predicate = try expression()
        return SearchSyntax(
            isCaseSensitive: isCaseSensitive, tables: tables, predicate: predicate, range: start.through(previous))
    }
}
