extension Parser {
    /// `parse`, behind its word.
    mutating func parse(_ start: SourceRange, isFilter: Bool) throws(ParseFailure) -> ParseSyntax {
        let kind = try choice("kind", ParseSyntax.Kind.self) ?? .simple
        let flags = try parameter("flags")
        if let flags, kind != .regex { throw fail(flags.range, "'flags' are for 'kind=regex' only") }
        let input = try expression()
        try expect("with")
        var parts: [ParseSyntax.Part] = []
        while let part = try part() { parts.append(part) }
        guard !parts.isEmpty else { throw expected("a pattern: texts, columns and '*'") }
        return ParseSyntax(
            isFilter: isFilter, kind: kind, flags: flags?.text, input: input, parts: parts,
            range: start.through(previous))
    }

    private mutating func part() throws(ParseFailure) -> ParseSyntax.Part? {
        let start = token.range
        if take(.star) { return .skip(start) }
        if kind == .string {
            let text = try string()
            return .text(text, start.through(previous))
        }
        guard isAtName else { return nil }
        let name = try name("a column's name")
        return .column(name, take(.colon) ? try typeName() : nil)
    }
}
