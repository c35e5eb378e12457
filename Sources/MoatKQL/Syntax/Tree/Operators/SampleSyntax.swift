/// `sample count`.
public struct SampleSyntax: Hashable, Sendable {
    public var count: ExpressionSyntax
    public var range: SourceRange

    public init(count: ExpressionSyntax, range: SourceRange) {
        self.count = count
        self.range = range
    }
}
