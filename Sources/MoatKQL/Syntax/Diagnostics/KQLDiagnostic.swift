/// Something that is wrong with a query, and where.
public struct KQLDiagnostic: Hashable, Sendable {
    /// What is wrong and what would be right, without a full stop.
    public var message: String
    public var range: SourceRange
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int
    /// In Unicode scalars, at most to the end of the line; 0 at the end of the text.
    public var length: Int

    public init(message: String, range: SourceRange, line: Int, column: Int, length: Int) {
        self.message = message
        self.range = range
        self.line = line
        self.column = column
        self.length = length
    }
}

extension KQLDiagnostic: CustomStringConvertible {
    /// `line:column: message`.
    public var description: String { "\(line):\(column): \(message)" }
}
