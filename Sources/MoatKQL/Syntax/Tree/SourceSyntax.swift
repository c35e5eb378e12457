/// Where the rows of a tabular expression come from.
public indirect enum SourceSyntax: Hashable, Sendable {
    /// A table, a `let` or a tabular parameter; with a wildcard, all tables of such names.
    case table(NamePatternSyntax)
    /// A `let` function, `materialize(...)`, `table('name')`.
    case call(CallSyntax)
    /// In parentheses.
    case pipeline(PipelineSyntax)
    case datatable(DatatableSyntax)
    case externalData(ExternalDataSyntax)
    case range(RangeSyntax)
    case print(PrintSyntax)
    case union(UnionSyntax)
    case search(SearchSyntax)

    public var range: SourceRange {
        switch self {
        case .table(let pattern): pattern.range
        case .call(let call): call.range
        case .pipeline(let pipeline): pipeline.range
        case .datatable(let datatable): datatable.range
        case .externalData(let external): external.range
        case .range(let range): range.range
        case .print(let print): print.range
        case .union(let union): union.range
        case .search(let search): search.range
        }
    }
}
