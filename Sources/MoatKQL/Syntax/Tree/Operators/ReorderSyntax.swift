/// `project-reorder`: the named columns come first.
public struct ReorderSyntax: Hashable, Sendable {
    /// How the columns that a wildcard stands for are ordered among themselves.
    public enum Order: String, Hashable, Sendable {
        case ascending = "asc"
        case descending = "desc"
        /// Numbers in names count as numbers.
        case grannyAscending = "granny-asc"
        case grannyDescending = "granny-desc"
    }

    /// A column or several.
    public struct Column: Hashable, Sendable {
        public var pattern: NamePatternSyntax
        public var order: Order?

        public init(pattern: NamePatternSyntax, order: Order?) {
            self.pattern = pattern
            self.order = order
        }
    }

    public var columns: [Column]
    public var range: SourceRange

    public init(columns: [Column], range: SourceRange) {
        self.columns = columns
        self.range = range
    }
}
