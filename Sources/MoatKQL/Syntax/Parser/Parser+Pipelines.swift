extension Parser {
    /// A scalar expression, or a table where `|` follows or a word begins one.
    mutating func expressionOrPipeline() throws(ParseFailure) -> ExpressionSyntax {
        let allowed = allowsColon
        allowsColon = allowed && !isAtSource
        defer { allowsColon = allowed }
        if isAtSource { return .pipeline(try pipeline()) }
        let expression = try expression()
        guard kind == .bar, expression.pipeline != nil else { return expression }
        allowsColon = false
        return .pipeline(try pipeline(from: expression))
    }

    /// A table and what is done with its rows.
    mutating func pipeline() throws(ParseFailure) -> PipelineSyntax {
        guard isAtSource else {
            let expression = try expression()
            return try pipeline(from: expression)
        }
        return try nested { parser throws(ParseFailure) in
            let source = try parser.tableSource()
            return try parser.operators(after: source)
        }
    }

    private mutating func pipeline(from expression: ExpressionSyntax) throws(ParseFailure) -> PipelineSyntax {
        guard let table = expression.pipeline else {
            throw fail(expression.range, "expected a table, found an expression: 'print' shows the value of one")
        }
        guard kind == .bar else { return table }
        return try beside { parser throws(ParseFailure) in
            try parser.nested { parser throws(ParseFailure) in
                let source: SourceSyntax = if case .pipeline = expression { .pipeline(table) } else { table.source }
                return try parser.operators(after: source)
            }
        }
    }

    /// `| operator` as often as it comes.
    private mutating func operators(after source: SourceSyntax) throws(ParseFailure) -> PipelineSyntax {
        var operators: [OperatorSyntax] = []
        while take(.bar) {
            let start = index
            do {
                operators.append(try beside { parser throws(ParseFailure) in try parser.tabularOperator() })
                try endOfOperator()
            } catch {
                recover(from: start)
            }
        }
        return PipelineSyntax(source: source, operators: operators, range: source.range.through(previous))
    }

    /// Sees to it that nothing is left of an operator that was read.
    mutating func endOfOperator() throws(ParseFailure) {
        switch kind {
        case .bar, .semicolon, .rightParenthesis, .rightBrace, .rightBracket, .end: return
        // The end of an argument.
        case .comma where nesting > 1: return
        case .assign: throw fail(token.range, "expected an operator or '|', found '=': use '==' to compare")
        case .identifier where TabularOperator.names.contains(hyphenated().text):
            throw fail(token.range, "expected '|' before \(found)")
        case .identifier, .negatedWord:
            let words = Array(Infix.words.keys) + ["and", "or"]
            throw fail(
                token.range,
                "expected an operator or '|', found \(found)\(hint(for: text(token), among: words.sorted()))")
        default: throw expected("an operator or '|'")
        }
    }

    /// The word that comes next with those that hyphens join to it, and how many tokens it takes.
    func hyphenated() -> (text: String, length: Int) {
        guard kind == .identifier || kind == .long else { return ("", 0) }
        var length = 1
        var end = token.end
        while peek(length).kind == .minus, peek(length).start == end, peek(length + 1).kind == .identifier,
            peek(length + 1).start == peek(length).end
        {
            end = peek(length + 1).end
            length += 2
        }
        return (String(decoding: source.bytes[Int(token.start)..<Int(end)], as: UTF8.self), length)
    }
}
