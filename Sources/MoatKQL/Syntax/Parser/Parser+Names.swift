extension Parser {
    /// Words that cannot be a name where an expression begins, because they join or end expressions.
    static let reserved: Set<String> = [
        "and", "or", "by", "in", "in~", "between", "has", "has_cs", "has_any", "has_all", "contains", "contains_cs",
        "startswith", "startswith_cs", "endswith", "endswith_cs", "hasprefix", "hasprefix_cs", "hassuffix",
        "hassuffix_cs",
    ]

    /// Whether a name begins here: a word, or `['...']`.
    var isAtName: Bool { nameLength(at: 0) > 0 }

    /// How many tokens the name takes that begins `offset` tokens on; 0 if none does.
    func nameLength(at offset: Int) -> Int {
        switch peek(offset).kind {
        case .identifier: 1
        case .leftBracket where peek(offset + 1).kind == .string && peek(offset + 2).kind == .rightBracket: 3
        default: 0
        }
    }

    mutating func name(_ what: String) throws(ParseFailure) -> NameSyntax {
        let start = token
        switch nameLength(at: 0) {
        case 1:
            advance()
            return NameSyntax(text(start), start.range)
        case 3:
            advance()
            let text = try string()
            advance()
            return NameSyntax(text, start.range.through(previous))
        default: throw expected(what)
        }
    }

    /// A name of which parts may be `*`; the parts stand without space between them.
    mutating func namePattern(_ what: String) throws(ParseFailure) -> NamePatternSyntax {
        if kind == .leftBracket {
            let name = try name(what)
            return NamePatternSyntax(name.text, isWildcard: false, name.range)
        }
        let start = token
        var last = token
        var isWildcard = false
        while true {
            let isPart = kind == .identifier || kind == .star || (kind == .long && index > 0)
            guard isPart, token.start == start.start || token.start == last.end else { break }
            isWildcard = isWildcard || kind == .star
            last = token
            advance()
        }
        let range = start.range.through(last.range)
        guard last.start != start.start || start.kind != .long, index > 0, tokens[index - 1].start == last.start else {
            throw expected(what)
        }
        return NamePatternSyntax(
            String(decoding: source.bytes[range.start..<range.end], as: UTF8.self), isWildcard: isWildcard, range)
    }

    /// The names of types in declarations, of which Kusto also has older ones.
    private static let types = [
        "bool", "boolean", "int", "long", "real", "double", "string", "datetime", "date", "timespan", "time", "dynamic",
        "guid", "uuid", "uniqueid",
    ]

    mutating func typeName() throws(ParseFailure) -> TypeNameSyntax {
        guard kind == .identifier else { throw expected("a type") }
        let type = TypeNameSyntax(text(token), token.range)
        guard Self.types.contains(type.text) else {
            if type.text == "decimal" { throw fail(token.range, "the type 'decimal' is not supported") }
            throw fail(token.range, "unknown type \(quoted(type.text))\(hint(for: token, among: Self.types))")
        }
        advance()
        return type
    }

    mutating func columnDeclaration() throws(ParseFailure) -> ColumnDeclarationSyntax {
        let name = try name("a column's name")
        try expect(.colon, "':' and a type")
        return ColumnDeclarationSyntax(name: name, type: try typeName())
    }

    /// `(a: string, b: long)`; a comma may come last.
    mutating func schema() throws(ParseFailure) -> [ColumnDeclarationSyntax] {
        try expect(.leftParenthesis, "'(' and columns")
        var columns: [ColumnDeclarationSyntax] = []
        while kind != .rightParenthesis {
            columns.append(try columnDeclaration())
            if !take(.comma) { break }
        }
        try expect(.rightParenthesis, "',' or ')'")
        return columns
    }
}
