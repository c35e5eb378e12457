extension Parser {
    /// Whether a word comes next that begins a table rather than naming one.
    var isAtSource: Bool {
        guard kind == .identifier else { return false }
        let next = peek()
        switch text(token) {
        case "datatable", "externaldata", "external_data": return next.kind == .leftParenthesis
        case "range": return nameLength(at: 1) > 0 && (next.kind == .leftBracket || !isInfix(next))
        case "print", "search", "find", "union": return isStart(next)
        case "evaluate": return next.kind == .identifier && !isInfix(next)
        default: return false
        }
    }

    private func isInfix(_ token: Token) -> Bool {
        let word = text(token)
        return Infix(word: word) != nil || word == "and" || word == "or"
    }

    /// Whether something can begin with the token that is no operator between operands.
    private func isStart(_ token: Token) -> Bool {
        switch token.kind {
        case .identifier: isWord(token, "in") || !isInfix(token)
        case .string, .long, .real, .timespan, .typed, .leftParenthesis, .star, .leftBracket, .minus: true
        default: false
        }
    }

    mutating func tableSource() throws(ParseFailure) -> SourceSyntax {
        switch text(token) {
        case "datatable": return .datatable(try datatable())
        case "externaldata", "external_data": return .externalData(try externalData())
        case "range": return .range(try range())
        case "print": return .print(try print())
        case "union": return .union(try union())
        case "search": return .search(try search())
        case "evaluate": throw fail(token.range, "'evaluate' needs a table before it: T | evaluate ...")
        default: throw fail(token.range, "the operator '\(text(token))' is not supported")
        }
    }

    private mutating func datatable() throws(ParseFailure) -> DatatableSyntax {
        let start = token.range
        advance()
        let columns = try schema()
        try expect(.leftBracket, "'[' and values")
        var values: [ExpressionSyntax] = []
        while kind != .rightBracket {
            values.append(try beside { parser throws(ParseFailure) in try parser.expression() })
            if !take(.comma) { break }
        }
        try expect(.rightBracket, "',' or ']'")
        return DatatableSyntax(columns: columns, values: values, range: start.through(previous))
    }

    private mutating func externalData() throws(ParseFailure) -> ExternalDataSyntax {
        let start = token.range
        advance()
        let columns = try schema()
        try expect(.leftBracket, "'[' and locations")
        let locations = try list { parser throws(ParseFailure) in try parser.expression() }
        try expect(.rightBracket, "',' or ']'")
        var properties: [PropertySyntax] = []
        if take("with") { properties = try self.properties() }
        return ExternalDataSyntax(
            columns: columns, locations: locations, properties: properties, range: start.through(previous))
    }

    private mutating func range() throws(ParseFailure) -> RangeSyntax {
        let start = token.range
        advance()
        let name = try name("a column's name")
        try expect("from")
        let from = try expression()
        try expect("to")
        let to = try expression()
        try expect("step")
        let step = try expression()
        return RangeSyntax(name: name, from: from, to: to, step: step, range: start.through(previous))
    }

    private mutating func print() throws(ParseFailure) -> PrintSyntax {
        let start = token.range
        advance()
        let columns = try self.columns()
        return PrintSyntax(columns: columns, range: start.through(previous))
    }

    /// `(name=value, name=value, value)`: values without a name belong to the name before them.
    mutating func properties() throws(ParseFailure) -> [PropertySyntax] {
        try expect(.leftParenthesis, "'('")
        var properties: [PropertySyntax] = []
        while kind != .rightParenthesis {
            let name = try name("a property's name")
            try expect(.assign, "'='")
            var values = [try beside { parser throws(ParseFailure) in try parser.expression() }]
            var isEnd = false
            while take(.comma) {
                isEnd = kind == .rightParenthesis || peek(nameLength(at: 0)).kind == .assign
                if isEnd { break }
                values.append(try beside { parser throws(ParseFailure) in try parser.expression() })
            }
            properties.append(PropertySyntax(name: name, values: values))
            if !isEnd { break }
        }
        try expect(.rightParenthesis, "',' or ')'")
        return properties
    }
}
