extension TableBinder {
    static let plugins = ["bag_unpack", "pivot", "ipv4_lookup"]

    /// `evaluate` with one of the plugins that are known here.
    func bind(_ node: EvaluateSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        switch node.plugin.name.text {
        case "bag_unpack": return try unpack(node, input)
        case "pivot": return try pivot(node, input)
        case "ipv4_lookup":
            if node.schema != nil { throw BindingError("ipv4_lookup takes no schema", at: node.range) }
            return try lookUpAddresses(node.plugin, input)
        default:
            let name = node.plugin.name
            throw BindingError(
                "the plugin '\(name.text)' is not supported", at: name.range,
                suggestion: NearestName.of(name.text, in: Self.plugins))
        }
    }

    /// The columns that the data has, which a query gives as names and types.
    func dataColumns(_ query: BoundQuery, _ range: SourceRange) throws(BindingError) -> [KQLColumn] {
        let limit = 500
        let sql = try context.statement(query.limited(to: Int64(limit) + 1), at: range)
        guard let answer = context.answers.first(where: { $0.sql == sql }) else {
            let probe = KQLColumnProbe(sql: sql, externalTables: context.externalTables, limit: limit)
            throw BindingError("the columns depend on the data", at: range, kind: .probe(probe))
        }
        guard answer.columns.count <= limit else {
            throw BindingError("the data has more than \(limit) columns for this", at: range)
        }
        return answer.columns
    }

    /// The column of `query` that an argument names.
    func columnName(_ argument: ArgumentSyntax, _ query: BoundQuery) throws(BindingError) -> BoundColumn {
        guard case .name(let name) = argument.value else {
            throw BindingError("expected the name of a column", at: argument.value.range)
        }
        guard let column = query.column(named: name.text) else { throw unknownColumn(name.text, name.range, query) }
        return column
    }
}
