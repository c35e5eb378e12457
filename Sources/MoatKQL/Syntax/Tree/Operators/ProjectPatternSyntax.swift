/// `project-away` and `project-keep`.
public struct ProjectPatternSyntax: Hashable, Sendable {
    /// Whether the named columns stay; otherwise they go.
    public var keeps: Bool
    public var columns: [NamePatternSyntax]
    public var range: SourceRange

    public init(keeps: Bool, columns: [NamePatternSyntax], range: SourceRange) {
        self.keeps = keeps
        self.columns = columns
        self.range = range
    }
}
