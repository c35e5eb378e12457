extension TableBinder {
    /// `union`: with the rows of `input` first, where it is used as an operator.
    func bind(_ node: UnionSyntax, _ input: BoundQuery?) throws(BindingError) -> BoundQuery {
        var queries = input.map { [$0] } ?? []
        var missing: BindingError?
        for operand in node.operands {
            do {
                queries += try tables(operand)
            } catch {
                guard node.isFuzzy, case .unknownTable = error.kind else { throw error }
                missing = error
            }
        }
        // Source: Kusto's documentation of `union`: "If no resolutions were successful, the query
        // returns an error."
        if queries.isEmpty, let missing { throw missing }
        if let name = node.withSource, node.kind == .inner,
            queries.contains(where: { $0.column(named: name.text) != nil })
        {
            throw BindingError("the tables have a column '\(name.text)' already", at: name.range)
        }
        return .union(
            queries, onlyCommon: node.kind == .inner, sourceColumn: node.withSource?.text, dialect)
    }

    /// The tables that one operand stands for.
    private func tables(_ operand: PipelineSyntax) throws(BindingError) -> [BoundQuery] {
        if operand.operators.isEmpty, case .table(let pattern) = operand.source, pattern.isWildcard {
            return try tables(pattern)
        }
        return [try bind(operand)]
    }
}
