/// A scalar expression, or a tabular one where an argument or a list may be a table.
public indirect enum ExpressionSyntax: Hashable, Sendable {
    case literal(LiteralSyntax, SourceRange)
    /// A column, a `let`, `$left` or `$right`; a table where the place wants one.
    case name(NameSyntax)
    /// `base.name`.
    case member(MemberSyntax)
    /// `base[index]`.
    case index(IndexSyntax)
    case call(CallSyntax)
    case unary(UnarySyntax)
    case binary(BinarySyntax)
    case logical(LogicalSyntax)
    case between(BetweenSyntax)
    case membership(MembershipSyntax)
    /// `*` as an argument, as in `arg_max(TimeGenerated, *)`, as the left side of a string
    /// operator (any column), or all columns in `distinct *`.
    case star(SourceRange)
    /// `typeof(string)`, as an argument of `extract`.
    case type(TypeNameSyntax)
    /// A table: an argument of `toscalar` and `materialize`, the right side of `in`, the value of a `let`.
    case pipeline(PipelineSyntax)

    public var range: SourceRange {
        switch self {
        case .literal(_, let range), .star(let range): range
        case .name(let name): name.range
        case .type(let type): type.range
        case .member(let member): member.range
        case .index(let index): index.range
        case .call(let call): call.range
        case .unary(let unary): unary.range
        case .binary(let binary): binary.range
        case .logical(let logical): logical.range
        case .between(let between): between.range
        case .membership(let membership): membership.range
        case .pipeline(let pipeline): pipeline.range
        }
    }

    /// The expression as a table: a name and a call may be one as well as a scalar, and only a
    /// binder can tell. Nil for what cannot be a table.
    public var pipeline: PipelineSyntax? {
        switch self {
        case .pipeline(let pipeline): pipeline
        case .name(let name):
            PipelineSyntax(
                source: .table(NamePatternSyntax(name.text, isWildcard: false, name.range)), operators: [],
                range: name.range)
        case .call(let call): PipelineSyntax(source: .call(call), operators: [], range: call.range)
        default: nil
        }
    }
}
