/// A word, a constant or a sign of a query.
struct Token {
    var kind: Kind
    /// Offsets of bytes.
    var start: Int32
    var end: Int32

    var range: SourceRange { SourceRange(start: Int(start), end: Int(end)) }

    enum Kind: UInt8 {
        case identifier
        /// `!has`, `!in~`: a word behind an exclamation mark.
        case negatedWord
        case string
        case long
        case real
        case timespan
        /// `datetime(...)`, `int(...)`: a type and what its parentheses hold, which is no expression.
        case typed
        case bar
        case comma
        case semicolon
        case colon
        case dot
        case dotDot
        case leftParenthesis
        case rightParenthesis
        case leftBracket
        case rightBracket
        case leftBrace
        case rightBrace
        case assign
        case equal
        case notEqual
        case equalTilde
        case notTilde
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual
        case plus
        case minus
        case star
        case slash
        case percent
        /// What cannot be read; there is a diagnostic for it.
        case invalid
        case end
    }
}
