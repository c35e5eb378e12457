/// `sort by`, also written `order by`.
public struct SortSyntax: Hashable, Sendable {
    public var keys: [OrderSyntax]
    public var range: SourceRange

    public init(keys: [OrderSyntax], range: SourceRange) {
        self.keys = keys
        self.range = range
    }
}
