/// `mv-expand`: a row for each element.
public struct MVExpandSyntax: Hashable, Sendable {
    /// A column to expand.
    public struct Column: Hashable, Sendable {
        public var column: ColumnSyntax
        /// `to typeof(...)`.
        public var type: TypeNameSyntax?

        public init(column: ColumnSyntax, type: TypeNameSyntax?) {
            self.column = column
            self.type = type
        }
    }

    /// `bagexpansion=array` or `kind=array`: members of bags come as pairs.
    public var isArrayExpansion: Bool
    /// `with_itemindex`: the column that counts the elements.
    public var itemIndex: NameSyntax?
    public var columns: [Column]
    public var limit: ExpressionSyntax?
    public var range: SourceRange

    public init(
        isArrayExpansion: Bool, itemIndex: NameSyntax?, columns: [Column], limit: ExpressionSyntax?, range: SourceRange
    ) {
        self.isArrayExpansion = isArrayExpansion
        self.itemIndex = itemIndex
        self.columns = columns
        self.limit = limit
        self.range = range
    }
}
