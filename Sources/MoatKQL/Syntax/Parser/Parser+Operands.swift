extension Parser {
    /// An operand with the members and indices behind it.
    mutating func postfix() throws(ParseFailure) -> ExpressionSyntax {
        var base = try primary()
        while true {
            if kind == .leftBracket {
                base = try index(into: base)
            } else if kind == .dot {
                advance()
                if kind == .leftBracket {
                    base = try index(into: base)
                } else {
                    let name = try name("a member's name")
                    base = .member(MemberSyntax(base: base, name: name, range: base.range.through(name.range)))
                }
            } else {
                return base
            }
            try grow()
        }
    }

    private mutating func index(into base: ExpressionSyntax) throws(ParseFailure) -> ExpressionSyntax {
        advance()
        let index = try expression()
        try expect(.rightBracket, "']'")
        return .index(IndexSyntax(base: base, index: index, range: base.range.through(previous)))
    }

    private mutating func primary() throws(ParseFailure) -> ExpressionSyntax {
        let start = token
        if let literal = try literal() { return .literal(literal, start.range.through(previous)) }
        switch kind {
        case .star:
            advance()
            return .star(start.range)
        case .leftParenthesis:
            advance()
            let inner = try expressionOrPipeline()
            try expect(.rightParenthesis, "')'")
            return inner
        case .identifier, .leftBracket:
            guard isAtName, kind != .identifier || !Self.reserved.contains(text(token)) else { break }
            if at("typeof"), peek().kind == .leftParenthesis { return .type(try typeOf()) }
            let name = try name("a name")
            return kind == .leftParenthesis ? .call(try call(name)) : .name(name)
        default: break
        }
        throw expected("an expression")
    }

    /// `typeof(string)`.
    mutating func typeOf() throws(ParseFailure) -> TypeNameSyntax {
        let start = token.range
        try expect("typeof")
        try expect(.leftParenthesis, "'('")
        let type = try typeName()
        try expect(.rightParenthesis, "')'")
        return TypeNameSyntax(type.text, start.through(previous))
    }

    /// What leads out of the workspace.
    private static let remote: Set<String> = ["cluster", "database", "workspace", "app", "resource", "adx", "arg"]

    /// The arguments of a call, whose parenthesis is next.
    mutating func call(_ name: NameSyntax) throws(ParseFailure) -> CallSyntax {
        if Self.remote.contains(name.text) {
            throw fail(name.range, "'\(name.text)()' is not supported: a query sees the tables of this gateway only")
        }
        advance()
        var arguments: [ArgumentSyntax] = []
        if kind != .rightParenthesis {
            arguments = try list { parser throws(ParseFailure) in
                var name: NameSyntax?
                if parser.peek(parser.nameLength(at: 0)).kind == .assign, parser.isAtName {
                    name = try parser.name("a name")
                    parser.advance()
                }
                return ArgumentSyntax(name: name, value: try parser.expressionOrPipeline())
            }
        }
        try expect(.rightParenthesis, "',' or ')'")
        try grow()
        return CallSyntax(name: name, arguments: arguments, range: name.range.through(previous))
    }
}
