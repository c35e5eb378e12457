extension Parser {
    /// `dynamic(...)`, whose word is next.
    mutating func dynamic() throws(ParseFailure) -> DynamicSyntax {
        advance()
        advance()
        let value = try dynamicValue()
        try expect(.rightParenthesis, "')'")
        return value
    }

    private mutating func dynamicValue() throws(ParseFailure) -> DynamicSyntax {
        try nested { parser throws(ParseFailure) in
            switch parser.kind {
            case .leftBracket: return try parser.array()
            case .leftBrace: return try parser.bag()
            case .identifier where parser.at("null"):
                parser.advance()
                return .null
            case .identifier where parser.at("dynamic") && parser.peek().kind == .leftParenthesis:
                return try parser.dynamic()
            default:
                let isNegative = parser.take(.minus)
                if let literal = try parser.literal(isNegative: isNegative) { return .literal(literal) }
                throw parser.expected("a constant, '[' or '{'")
            }
        }
    }

    private mutating func array() throws(ParseFailure) -> DynamicSyntax {
        advance()
        var elements: [DynamicSyntax] = []
        while kind != .rightBracket {
            elements.append(try dynamicValue())
            if !take(.comma) { break }
        }
        try expect(.rightBracket, "',' or ']'")
        return .array(elements)
    }

    private mutating func bag() throws(ParseFailure) -> DynamicSyntax {
        advance()
        var members: [DynamicSyntax.Member] = []
        while kind != .rightBrace {
            let name = kind == .string ? try string() : try name("a member's name").text
            try expect(.colon, "':'")
            members.append(DynamicSyntax.Member(name: name, value: try dynamicValue()))
            if !take(.comma) { break }
        }
        try expect(.rightBrace, "',' or '}'")
        return .bag(members)
    }
}
