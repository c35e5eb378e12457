extension Parser {
    mutating func summarize(_ start: SourceRange) throws(ParseFailure) -> SummarizeSyntax {
        let aggregates = at("by") ? [] : try columns()
        let keys = take("by") ? try columns() : []
        return SummarizeSyntax(aggregates: aggregates, keys: keys, range: start.through(previous))
    }

    mutating func top(_ start: SourceRange) throws(ParseFailure) -> TopSyntax {
        let count = try expression()
        try expect("by")
        let key = try beside { parser throws(ParseFailure) in try parser.orderKey() }
        return TopSyntax(count: count, keys: [key], range: start.through(previous))
    }

    mutating func makeSeries(_ start: SourceRange) throws(ParseFailure) -> MakeSeriesSyntax {
        if at("kind"), peek().kind == .assign {
            throw fail(token.range, "'kind' of 'make-series' is not supported")
        }
        let aggregates = try list { parser throws(ParseFailure) in
            let column = try parser.column()
            var defaultValue: ExpressionSyntax?
            if parser.take("default") {
                try parser.expect(.assign, "'='")
                defaultValue = try parser.expression()
            }
            return MakeSeriesSyntax.Aggregate(column: column, defaultValue: defaultValue)
        }
        try expect("on")
        let axisStart = token.range
        let names = try assignedNames()
        // Not a whole expression, in which `in` would be an operator.
        let axis = ColumnSyntax(names: names, expression: try binary(.relation), range: axisStart.through(previous))
        if at("in") {
            throw fail(token.range, "'in range(...)' is not supported: use from, to and step")
        }
        let from = take("from") ? try expression() : nil
        let to = take("to") ? try expression() : nil
        try expect("step")
        let step = try expression()
        let keys = take("by") ? try columns() : []
        return MakeSeriesSyntax(
            aggregates: aggregates, axis: axis, from: from, to: to, step: step, keys: keys,
            range: start.through(previous))
    }

    mutating func mvExpand(_ start: SourceRange) throws(ParseFailure) -> MVExpandSyntax {
        var isArrayExpansion = false
        var itemIndex: NameSyntax?
        while true {
            if let kind = try parameter("bagexpansion", "kind") {
                guard kind.text == "bag" || kind.text == "array" else {
                    throw unknown(kind, of: "bagexpansion", among: ["bag", "array"])
                }
                isArrayExpansion = kind.text == "array"
            } else if let name = try parameter("with_itemindex") {
                itemIndex = name
            } else {
                break
            }
        }
        let columns = try list { parser throws(ParseFailure) in
            let column = try parser.column()
            return MVExpandSyntax.Column(column: column, type: parser.take("to") ? try parser.typeOf() : nil)
        }
        let limit = take("limit") ? try expression() : nil
        return MVExpandSyntax(
            isArrayExpansion: isArrayExpansion, itemIndex: itemIndex, columns: columns, limit: limit,
            range: start.through(previous))
    }
}
