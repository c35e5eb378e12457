extension Parser {
    /// The whole query.
    ///
    /// Kusto answers several tabular statements with several tables; the answer of Moat is one
    /// table, so the second is refused.
    mutating func query() throws(ParseFailure) -> QuerySyntax {
        var lets: [LetSyntax] = []
        var result: PipelineSyntax?
        while kind != .end {
            let start = index
            do {
                if take(.semicolon) { continue }
                if at("let") {
                    lets.append(try beside { parser throws(ParseFailure) in try parser.letStatement() })
                } else {
                    try refuseStatement()
                    let pipeline = try beside { parser throws(ParseFailure) in try parser.pipeline() }
                    if result != nil {
                        throw fail(
                            pipeline.source.range,
                            "more than one tabular statement is not supported: give all but one a name with 'let'")
                    }
                    result = pipeline
                }
                try endOfStatement()
            } catch {
                recover(from: start)
                // What closes nothing, or a pipe behind a broken source.
                if kind != .semicolon { skipStatement() }
            }
        }
        guard let result else {
            if !problems.isEmpty { throw ParseFailure() }
            throw fail(token.range, "the query has no tabular statement: name a table, or use 'print'")
        }
        return QuerySyntax(lets: lets, result: result, range: SourceRange(start: 0, end: source.bytes.count))
    }

    private mutating func endOfStatement() throws(ParseFailure) {
        guard kind != .semicolon, kind != .end else { return }
        try endOfOperator()
        throw expected("';' or the end of the query")
    }

    private mutating func skipStatement() {
        while kind != .semicolon, kind != .end {
            let start = index
            guard take(.bar) else {
                advance()
                continue
            }
            // The operators of a broken pipeline may be wrong too.
            do {
                _ = try beside { parser throws(ParseFailure) in try parser.tabularOperator() }
                try endOfOperator()
            } catch {
                recover(from: start + 1)
            }
        }
    }

    private mutating func refuseStatement() throws(ParseFailure) {
        switch kind {
        case .dot: throw fail(token.range, "control commands, which begin with '.', are not supported")
        case .identifier:
            guard nameLength(at: 1) > 0 else { return }
            let word = text(token)
            if ["set", "declare", "restrict", "alias"].contains(word) {
                throw fail(token.range, "the statement '\(word)' is not supported")
            }
        default: return
        }
    }

    mutating func letStatement() throws(ParseFailure) -> LetSyntax {
        let start = token.range
        advance()
        let name = try name("a name")
        try expect(.assign, "'='")
        let value: LetValueSyntax =
            isAtFunction ? .function(try function()) : .expression(try expressionOrPipeline())
        return LetSyntax(name: name, value: value, range: start.through(previous))
    }
}
