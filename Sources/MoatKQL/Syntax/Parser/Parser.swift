/// Reads tokens into a tree, by recursive descent.
///
/// After a mistake it goes on behind the next `|` or `;`, to find the others at once.
struct Parser {
    let source: SourceText
    let limits: KQLLimits
    let tokens: [Token]
    var index = 0
    var problems: [(range: SourceRange, message: String)]
    /// How many levels are open.
    private(set) var nesting = 0
    /// How deep the tree is that was built last at this level.
    private var height = 0
    /// Whether nothing more is to be looked for.
    private var isExhausted = false
    /// Whether `Column: 'word'` is allowed here.
    var allowsColon = false

    init(_ source: SourceText, _ limits: KQLLimits) {
        self.source = source
        self.limits = limits
        var lexer = Lexer(source.bytes)
        lexer.run(maximumTokens: limits.tokens, maximumProblems: limits.diagnostics)
        tokens = lexer.tokens
        problems = lexer.problems
    }

    /// What was found, in the order of the text.
    var error: KQLError {
        let ordered = problems.sorted { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }
        return KQLError(
            .syntax, ordered.prefix(limits.diagnostics).map { source.diagnostic(at: $0.range, $0.message) })
    }

    var token: Token { tokens[index] }

    var kind: Token.Kind { tokens[index].kind }

    /// The token after `count` others, or the end.
    func peek(_ count: Int = 1) -> Token { tokens[min(index + count, tokens.count - 1)] }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    /// The place of what was read last.
    var previous: SourceRange { index > 0 ? tokens[index - 1].range : SourceRange(start: 0, end: 0) }

    func bytes(_ token: Token) -> ArraySlice<UInt8> { source.bytes[Int(token.start)..<Int(token.end)] }

    func text(_ token: Token) -> String { String(decoding: bytes(token), as: UTF8.self) }

    /// Notes what is wrong, and gives what ends the reading of this part.
    mutating func fail(_ range: SourceRange, _ message: String) -> ParseFailure {
        // What the lexer could not read has its own message.
        let isNoted =
            (kind == .invalid && range == token.range) || problems.contains { $0.range.start == range.start }
        if !isExhausted, !isNoted { problems.append((range, message)) }
        if problems.count >= limits.diagnostics { exhaust() }
        return ParseFailure()
    }

    private mutating func exhaust() {
        isExhausted = true
        index = tokens.count - 1
    }

    /// Reads a part that may hold others of its kind.
    mutating func nested<Part>(
        _ read: (inout Parser) throws(ParseFailure) -> Part
    ) throws(ParseFailure) -> Part {
        guard nesting < limits.nesting else { throw tooDeep() }
        let outer = height
        nesting += 1
        height = 0
        defer {
            nesting -= 1
            height = max(outer, height + 1)
        }
        return try read(&self)
    }

    /// Reads a part beside what was read at this level.
    mutating func beside<Part>(
        _ read: (inout Parser) throws(ParseFailure) -> Part
    ) throws(ParseFailure) -> Part {
        let other = height
        height = 0
        defer { height = max(other, height) }
        return try read(&self)
    }

    /// Counts a node that is put upon what was read last: `a + b + c` is a tree as deep as it is
    /// long, and who walks over it must not need a stack without end.
    mutating func grow() throws(ParseFailure) {
        height += 1
        if nesting + height > limits.nesting { throw tooDeep() }
    }

    private mutating func tooDeep() -> ParseFailure {
        let failure = fail(token.range, "the query is nested more than \(limits.nesting) levels deep")
        exhaust()
        return failure
    }
}
