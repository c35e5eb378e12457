extension Parser {
    /// A scalar expression.
    mutating func expression() throws(ParseFailure) -> ExpressionSyntax {
        try nested { parser throws(ParseFailure) in
            try parser.chain(.or) { parser throws(ParseFailure) in
                try parser.chain(.and) { parser throws(ParseFailure) in try parser.binary(.equality) }
            }
        }
    }

    /// Operands with `and` or `or` between them.
    private mutating func chain(
        _ operation: LogicalSyntax.Operator,
        _ operand: (inout Parser) throws(ParseFailure) -> ExpressionSyntax
    ) throws(ParseFailure) -> ExpressionSyntax {
        let first = try operand(&self)
        guard at(operation.rawValue) else { return first }
        var operands = [first]
        while take(operation.rawValue) { operands.append(try beside(operand)) }
        try grow()
        return .logical(
            LogicalSyntax(operation: operation, operands: operands, range: first.range.through(previous)))
    }

    /// Operands with operators between them that bind at least as tightly as `level`.
    mutating func binary(_ level: Infix.Level) throws(ParseFailure) -> ExpressionSyntax {
        var left = try operand()
        while let (infix, length) = infix(), infix.level.rawValue >= level.rawValue {
            let start = token.range
            for _ in 0..<length { advance() }
            let range = start.through(previous)
            left = try beside { parser throws(ParseFailure) in try parser.right(of: left, infix, range) }
            try grow()
        }
        return left
    }

    /// The operator that comes next, and how many tokens it takes.
    private func infix() -> (Infix, Int)? {
        switch kind {
        case .identifier:
            if at("matches"), isWord(peek(), "regex") { return (.binary(.matchesRegex, .string), 2) }
            return Infix(word: text(token)).map { ($0, 1) }
        case .negatedWord: return Infix(word: text(token)).map { ($0, 1) }
        case .colon: return allowsColon ? (.binary(.colon, .string), 1) : nil
        default: return Infix(kind).map { ($0, 1) }
        }
    }

    private mutating func right(
        of left: ExpressionSyntax, _ infix: Infix, _ operatorRange: SourceRange
    ) throws(ParseFailure) -> ExpressionSyntax {
        switch infix {
        case .binary(let operation, let level):
            let right = try binary(level.next)
            return .binary(
                BinarySyntax(
                    operation: operation, operatorRange: operatorRange, left: left, right: right,
                    range: left.range.through(right.range)))
        case .membership(let operation):
            let list = try membershipList()
            return .membership(
                MembershipSyntax(
                    operation: operation, operatorRange: operatorRange, value: left, list: list,
                    range: left.range.through(previous)))
        case .between(let isNegated):
            try expect(.leftParenthesis, "'('")
            let lower = try expression()
            try expect(.dotDot, "'..'")
            let upper = try expression()
            try expect(.rightParenthesis, "')'")
            return .between(
                BetweenSyntax(
                    isNegated: isNegated, value: left, lower: lower, upper: upper, operatorRange: operatorRange,
                    range: left.range.through(previous)))
        case .unsupported(let word):
            throw fail(operatorRange, "the operator '\(word)' is not supported: use has, contains or matches regex")
        }
    }

    /// `(a, b)`, `(T | project x)`, or an array without parentheses: `dynamic([...])`, a name, a call.
    private mutating func membershipList() throws(ParseFailure) -> [ExpressionSyntax] {
        guard take(.leftParenthesis) else { return [try operand()] }
        let list = try list { parser throws(ParseFailure) in try parser.expressionOrPipeline() }
        try expect(.rightParenthesis, "',' or ')'")
        return list
    }

    /// An operand with its signs, members and indices.
    private mutating func operand() throws(ParseFailure) -> ExpressionSyntax {
        var signs: [Token] = []
        while kind == .minus || kind == .plus {
            signs.append(token)
            advance()
        }
        var operand: ExpressionSyntax
        if let sign = signs.last, sign.kind == .minus, let literal = try literal(isNegative: true) {
            signs.removeLast()
            operand = .literal(literal, sign.range.through(previous))
        } else {
            operand = try postfix()
        }
        for sign in signs.reversed() {
            try grow()
            operand = .unary(
                UnarySyntax(
                    operation: sign.kind == .minus ? .minus : .plus, operand: operand,
                    range: sign.range.through(operand.range)))
        }
        return operand
    }
}
