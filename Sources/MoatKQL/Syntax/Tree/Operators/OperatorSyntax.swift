/// What is done with the rows of a tabular expression.
public indirect enum OperatorSyntax: Hashable, Sendable {
    case filter(WhereSyntax)
    case project(ProjectSyntax)
    case projectPattern(ProjectPatternSyntax)
    case rename(RenameSyntax)
    case reorder(ReorderSyntax)
    case extend(ExtendSyntax)
    case summarize(SummarizeSyntax)
    case distinct(DistinctSyntax)
    case sort(SortSyntax)
    case top(TopSyntax)
    case take(TakeSyntax)
    case sample(SampleSyntax)
    case count(CountSyntax)
    case join(JoinSyntax)
    case lookup(LookupSyntax)
    case union(UnionSyntax)
    case parse(ParseSyntax)
    case mvExpand(MVExpandSyntax)
    case makeSeries(MakeSeriesSyntax)
    case search(SearchSyntax)
    case evaluate(EvaluateSyntax)
    case serialize(SerializeSyntax)
    case render(RenderSyntax)
    case invoke(InvokeSyntax)
    case alias(AsSyntax)
    case getSchema(SourceRange)

    public var range: SourceRange {
        switch self {
        case .filter(let node): node.range
        case .project(let node): node.range
        case .projectPattern(let node): node.range
        case .rename(let node): node.range
        case .reorder(let node): node.range
        case .extend(let node): node.range
        case .summarize(let node): node.range
        case .distinct(let node): node.range
        case .sort(let node): node.range
        case .top(let node): node.range
        case .take(let node): node.range
        case .sample(let node): node.range
        case .count(let node): node.range
        case .join(let node): node.range
        case .lookup(let node): node.range
        case .union(let node): node.range
        case .parse(let node): node.range
        case .mvExpand(let node): node.range
        case .makeSeries(let node): node.range
        case .search(let node): node.range
        case .evaluate(let node): node.range
        case .serialize(let node): node.range
        case .render(let node): node.range
        case .invoke(let node): node.range
        case .alias(let node): node.range
        case .getSchema(let range): range
        }
    }
}
