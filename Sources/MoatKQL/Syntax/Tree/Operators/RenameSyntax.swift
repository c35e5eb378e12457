/// `project-rename new = old`.
public struct RenameSyntax: Hashable, Sendable {
    /// One column that gets another name.
    public struct Column: Hashable, Sendable {
        public var new: NameSyntax
        public var old: NameSyntax

        public init(new: NameSyntax, old: NameSyntax) {
            self.new = new
            self.old = old
        }
    }

    public var columns: [Column]
    public var range: SourceRange

    public init(columns: [Column], range: SourceRange) {
        self.columns = columns
        self.range = range
    }
}
