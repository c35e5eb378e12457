extension Parser {
    /// Whether a function begins here: parentheses, then a brace.
    var isAtFunction: Bool {
        var position = index
        if at("view"), peek().kind == .leftParenthesis { position += 1 }
        guard tokens[position].kind == .leftParenthesis else { return false }
        var depth = 0
        while position < tokens.count - 1 {
            switch tokens[position].kind {
            case .leftParenthesis: depth += 1
            case .rightParenthesis: depth -= 1
            case .semicolon, .bar, .leftBrace: return false
            default: break
            }
            position += 1
            if depth == 0 { return tokens[position].kind == .leftBrace }
        }
        return false
    }

    mutating func function() throws(ParseFailure) -> FunctionSyntax {
        try nested { parser throws(ParseFailure) in
            let start = parser.token.range
            let isView = parser.take("view")
            parser.advance()
            var parameters: [ParameterSyntax] = []
            if parser.kind != .rightParenthesis {
                parameters = try parser.list { parser throws(ParseFailure) in try parser.parameter() }
            }
            try parser.expect(.rightParenthesis, "',' or ')'")
            try parser.expect(.leftBrace, "'{'")
            var lets: [LetSyntax] = []
            while parser.at("let") {
                lets.append(try parser.beside { parser throws(ParseFailure) in try parser.letStatement() })
                try parser.expect(.semicolon, "';'")
            }
            let body = try parser.beside { parser throws(ParseFailure) in try parser.expressionOrPipeline() }
            _ = parser.take(.semicolon)
            try parser.expect(.rightBrace, "'}'")
            return FunctionSyntax(
                isView: isView, parameters: parameters, lets: lets, body: body, range: start.through(parser.previous))
        }
    }

    private mutating func parameter() throws(ParseFailure) -> ParameterSyntax {
        let name = try name("a parameter's name")
        try expect(.colon, "':' and a type")
        let kind: ParameterSyntax.Kind
        if self.kind == .leftParenthesis {
            if peek().kind == .star {
                advance()
                advance()
                try expect(.rightParenthesis, "')'")
                kind = .tabular([], isOpen: true)
            } else {
                kind = .tabular(try schema(), isOpen: false)
            }
        } else {
            let type = try typeName()
            kind = .scalar(type, defaultValue: take(.assign) ? try expression() : nil)
        }
        return ParameterSyntax(name: name, kind: kind, range: name.range.through(previous))
    }
}
