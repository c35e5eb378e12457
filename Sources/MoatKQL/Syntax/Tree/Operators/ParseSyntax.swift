/// `parse` and `parse-where`: takes columns out of a text.
public struct ParseSyntax: Hashable, Sendable {
    /// How the texts of the pattern are meant.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// As they are; a row matches only if all typed columns do.
        case simple
        /// As regular expressions.
        case regex
        /// As they are; a column whose type does not fit is null.
        case relaxed
    }

    /// A part of the pattern.
    public enum Part: Hashable, Sendable {
        /// `*`: anything.
        case skip(SourceRange)
        case text(String, SourceRange)
        /// A column; a string where no type is given.
        case column(NameSyntax, TypeNameSyntax?)
    }

    /// `parse-where`: rows that do not match go.
    public var isFilter: Bool
    public var kind: Kind
    /// Of the regular expression.
    public var flags: String?
    public var input: ExpressionSyntax
    public var parts: [Part]
    public var range: SourceRange

    public init(isFilter: Bool, kind: Kind, flags: String?, input: ExpressionSyntax, parts: [Part], range: SourceRange)
    {
        self.isFilter = isFilter
        self.kind = kind
        self.flags = flags
        self.input = input
        self.parts = parts
        self.range = range
    }
}
