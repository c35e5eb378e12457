extension Parser {
    /// An operator, behind its `|`.
    mutating func tabularOperator() throws(ParseFailure) -> OperatorSyntax {
        let start = token.range
        let (word, length) = hyphenated()
        guard length > 0 else { throw expected("an operator") }
        guard TabularOperator.supported.contains(word) else {
            let range = start.through(peek(length - 1).range)
            if TabularOperator.unsupported.contains(word) {
                throw fail(range, "the operator '\(word)' is not supported")
            }
            throw fail(range, "unknown operator \(quoted(word))\(hint(for: word, among: TabularOperator.supported))")
        }
        // Those that may also begin a query read their own word.
        if word == "union" { return .union(try union()) }
        if word == "search" { return .search(try search()) }
        for _ in 0..<length { advance() }
        try skipHints()
        switch word {
        case "where", "filter":
            let predicate = try expression()
            return .filter(WhereSyntax(predicate: predicate, range: start.through(previous)))
        case "extend": return .extend(ExtendSyntax(columns: try columns(), range: start.through(previous)))
        case "summarize": return .summarize(try summarize(start))
        case "distinct": return .distinct(DistinctSyntax(columns: try columns(), range: start.through(previous)))
        case "sort", "order":
            try expect("by")
            return .sort(
                SortSyntax(
                    keys: try list { parser throws(ParseFailure) in try parser.orderKey() },
                    range: start.through(previous)))
        case "top": return .top(try top(start))
        case "take", "limit": return .take(TakeSyntax(count: try expression(), range: start.through(previous)))
        case "sample": return .sample(SampleSyntax(count: try expression(), range: start.through(previous)))
        case "count":
            let name = take("as") ? try name("a column's name") : nil
            return .count(CountSyntax(name: name, range: start.through(previous)))
        case "join", "lookup": return try join(start, isLookup: word == "lookup")
        case "parse", "parse-where": return .parse(try parse(start, isFilter: word == "parse-where"))
        case "mv-expand": return .mvExpand(try mvExpand(start))
        case "mvexpand":
            // The older operator gives 128 rows for one where the query says nothing else.
            var node = try mvExpand(start)
            node.limit = node.limit ?? .literal(.long(128), start)
            return .mvExpand(node)
        case "make-series": return .makeSeries(try makeSeries(start))
        case "evaluate": return .evaluate(try evaluate(start))
        case "serialize":
            let columns = isAtEndOfOperator ? [] : try columns()
            return .serialize(SerializeSyntax(columns: columns, range: start.through(previous)))
        case "render": return .render(try render(start))
        case "getschema": return .getSchema(start)
        case "invoke":
            let name = try name("a function's name")
            guard kind == .leftParenthesis else { throw expected("'(' and arguments") }
            return .invoke(InvokeSyntax(call: try call(name), range: start.through(previous)))
        case "as": return .alias(AsSyntax(name: try name("a name"), range: start.through(previous)))
        default: return try projection(word, start)
        }
    }

    var isAtEndOfOperator: Bool {
        switch kind {
        case .bar, .semicolon, .rightParenthesis, .rightBrace, .comma, .end: true
        default: false
        }
    }

    /// `hint.strategy=shuffle`: advice to Kusto's machines that does not change a result.
    mutating func skipHints() throws(ParseFailure) {
        while at("hint"), peek().kind == .dot, peek(2).kind == .identifier, peek(3).kind == .assign {
            for _ in 0..<4 { advance() }
            switch kind {
            case .identifier, .string, .long, .typed: advance()
            default: throw expected("a hint's value")
            }
        }
    }

    /// The word behind `name=` if that comes next, for one of these names.
    mutating func parameter(_ names: String...) throws(ParseFailure) -> NameSyntax? {
        guard peek().kind == .assign, let name = names.first(where: at) else { return nil }
        advance()
        advance()
        return try self.name("a value for '\(name)'")
    }

    /// The value behind `name=` if that comes next, one of those of a type.
    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Value.Type
    ) throws(ParseFailure) -> Value? where Value.RawValue == String {
        guard let word = try parameter(name) else { return nil }
        if let value = Value(rawValue: word.text) { return value }
        throw unknown(word, of: name, among: Value.allCases.map(\.rawValue))
    }

    mutating func unknown(_ word: NameSyntax, of parameter: String, among values: [String]) -> ParseFailure {
        let known = values.joined(separator: ", ")
        return fail(word.range, "unknown \(parameter) \(quoted(word.text)): it may be \(known)")
    }
}
