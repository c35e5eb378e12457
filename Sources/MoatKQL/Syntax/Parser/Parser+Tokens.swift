extension Parser {
    /// Whether the next token is this word.
    func at(_ word: String) -> Bool { isWord(token, word) }

    func isWord(_ token: Token, _ word: String) -> Bool {
        token.kind == .identifier && bytes(token).elementsEqual(word.utf8)
    }

    /// Reads the word if it comes next.
    mutating func take(_ word: String) -> Bool {
        guard at(word) else { return false }
        advance()
        return true
    }

    /// Reads the sign if it comes next.
    mutating func take(_ kind: Token.Kind) -> Bool {
        guard self.kind == kind else { return false }
        advance()
        return true
    }

    mutating func expect(_ kind: Token.Kind, _ what: String) throws(ParseFailure) {
        guard take(kind) else { throw expected(what) }
    }

    mutating func expect(_ word: String) throws(ParseFailure) {
        guard take(word) else { throw expected("'\(word)'", among: [word]) }
    }

    /// Notes that something else should be here; `among` holds names that may have been meant.
    mutating func expected(_ what: String, among names: [String] = []) -> ParseFailure {
        fail(token.range, "expected \(what), found \(found)\(hint(for: token, among: names))")
    }

    /// `: did you mean 'x'?`, or nothing.
    func hint(for token: Token, among names: some Sequence<String>) -> String {
        guard token.kind == .identifier else { return "" }
        return hint(for: text(token), among: names)
    }

    func hint(for name: String, among names: some Sequence<String>) -> String {
        // Among two letters, anything is near to anything.
        guard (3...64).contains(name.utf8.count), let near = NearestName.of(name, in: names) else { return "" }
        return ": did you mean '\(near)'?"
    }

    /// The next token as a message shows it.
    var found: String { kind == .end ? "the end of the query" : quoted(text(token)) }

    /// In quotes, cut where it is long, without what would steer a terminal.
    func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let shown = SourceText.printable(scalars.prefix(40))
        return scalars.count > 40 ? "'\(shown)...'" : "'\(shown)'"
    }

    /// Reads items separated by commas; at least one.
    mutating func list<Item>(
        _ item: (inout Parser) throws(ParseFailure) -> Item
    ) throws(ParseFailure) -> [Item] {
        var items = [try beside(item)]
        while take(.comma) { items.append(try beside(item)) }
        return items
    }

    /// Goes on to what follows the part that begins at `start`: `|`, `;`, or a parenthesis or brace
    /// that closes what was opened before it.
    mutating func recover(from start: Int) {
        var closers: [Token.Kind] = []
        var position = start
        while position < tokens.count - 1 {
            switch tokens[position].kind {
            case .leftParenthesis: closers.append(.rightParenthesis)
            case .leftBracket: closers.append(.rightBracket)
            case .leftBrace: closers.append(.rightBrace)
            case .rightParenthesis, .rightBracket, .rightBrace:
                if closers.isEmpty, position >= index {
                    index = position
                    return
                }
                if closers.last == tokens[position].kind { closers.removeLast() }
            case .bar where closers.isEmpty && position >= index,
                .semicolon where position >= index && !closers.contains(.rightBrace):
                index = position
                return
            default: break
            }
            position += 1
        }
        index = tokens.count - 1
    }
}
