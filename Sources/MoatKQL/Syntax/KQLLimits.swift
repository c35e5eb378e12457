/// How large a query may be. A query may come from anyone who may ask, and must cost little before it is understood.
public struct KQLLimits: Hashable, Sendable {
    /// Bytes of the text in UTF-8.
    public var bytes: Int
    public var tokens: Int
    /// Levels of parentheses, arguments, operators and functions within each other.
    public var nesting: Int
    /// Errors that are reported; what is wrong after them is not looked for.
    public var diagnostics: Int

    public init(bytes: Int = 1 << 20, tokens: Int = 100_000, nesting: Int = 200, diagnostics: Int = 20) {
        self.bytes = bytes
        self.tokens = tokens
        self.nesting = nesting
        self.diagnostics = diagnostics
    }
}
