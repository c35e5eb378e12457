/// The operators that compute and choose columns.
extension TableBinder {
    /// What the columns are computed from, for expressions that may call window functions.
    func input(_ columns: [ColumnSyntax], _ input: BoundQuery) -> (query: BoundQuery, hasWindows: Bool) {
        let hasWindows = columns.contains { WindowFunction.isCalled(in: $0.expression) }
        return (hasWindows && input.isSerialized ? input.numbered(dialect) : input.opened(dialect), hasWindows)
    }

    /// The columns over a query, which is open.
    ///
    /// `names` are those that an unnamed one must not take.
    func columns(
        _ columns: [ColumnSyntax], over query: BoundQuery, besides names: [String] = []
    ) throws(BindingError) -> (columns: [BoundColumn], isVolatile: Bool) {
        var expressions = ExpressionBinder(context, scope, over: query)
        var taken = UniqueNames(names + columns.flatMap { $0.names.map(\.text) })
        var result: [BoundColumn] = []
        for column in columns {
            let value = try expressions.bind(column.expression)
            var name = try column.givenName
            if name == nil, case .name(let own) = column.expression { name = own.text }
            result.append(
                BoundColumn(
                    name: name ?? value.name.map { taken.take($0) } ?? taken.takeNumbered("Column"), value: value))
        }
        return (result, expressions.isVolatile)
    }

    func bind(_ node: ProjectSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        if let chosen = try chosen(node.columns, of: input) { return input.projected(chosen) }
        let (query, hasWindows) = self.input(node.columns, input)
        let (columns, isVolatile) = try columns(node.columns, over: query)
        var names = UniqueNames()
        let unique = columns.map { BoundColumn(name: names.take($0.name), value: $0.value) }
        return query.projected(unique).closed(if: hasWindows || isVolatile)
    }

    /// The columns, where they are no more than columns of a query with a limit: such a choice needs
    /// no SELECT around the limit. Nil where it does.
    private func chosen(
        _ columns: [ColumnSyntax], of input: BoundQuery
    ) throws(BindingError) -> [BoundColumn]? {
        guard input.isOpenForChoice, input.limit != nil else { return nil }
        var names = UniqueNames()
        var result: [BoundColumn] = []
        for column in columns {
            guard case .name(let own) = column.expression, let found = input.column(named: own.text) else { return nil }
            result.append(BoundColumn(name: names.take(try column.givenName ?? own.text), value: found.value))
        }
        return result
    }

    func bind(_ node: ExtendSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        try extend(input, node.columns)
    }

    func bind(_ node: SerializeSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        var query = input
        query.isSerialized = true
        return try extend(query, node.columns)
    }

    private func extend(_ input: BoundQuery, _ added: [ColumnSyntax]) throws(BindingError) -> BoundQuery {
        let (query, hasWindows) = self.input(added, input)
        let (columns, isVolatile) = try columns(added, over: query, besides: query.columns.map(\.name))
        return query.extended(columns).closed(if: hasWindows || isVolatile)
    }

    func bind(_ node: ProjectPatternSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let query = input.isOpenForChoice ? input : input.opened(dialect)
        var chosen: Set<String> = []
        for pattern in node.columns { chosen.formUnion(try matches(pattern, query)) }
        return query.projected(query.columns.filter { chosen.contains($0.name) == node.keeps })
    }

    func bind(_ node: RenameSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let query = input.opened(dialect)
        var columns = query.columns
        for rename in node.columns {
            guard let index = query.columns.firstIndex(where: { $0.name == rename.old.text }) else {
                throw unknownColumn(rename.old.text, rename.old.range, query)
            }
            columns[index].name = rename.new.text
        }
        var names = UniqueNames()
        for column in columns {
            if names.contains(column.name) {
                throw BindingError("there would be two columns '\(column.name)'", at: node.range)
            }
            _ = names.take(column.name)
        }
        return query.projected(columns)
    }

    func bind(_ node: ReorderSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let query = input.opened(dialect)
        var names: [String] = []
        for column in node.columns {
            var found = try matches(column.pattern, query).filter { !names.contains($0) }
            switch column.order {
            case .ascending: found.sort()
            case .descending: found.sort(by: >)
            case .grannyAscending: found.sort { GrannyOrder.precedes($0, $1) }
            case .grannyDescending: found.sort { GrannyOrder.precedes($1, $0) }
            case nil: break
            }
            names += found
        }
        let first = names.compactMap { query.column(named: $0) }
        return query.projected(first + query.columns.filter { !names.contains($0.name) })
    }

    func bind(_ node: DistinctSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let query = input.opened(dialect)
        if node.columns.count == 1, case .star = node.columns[0].expression { return query.distinct(dialect) }
        let (columns, _) = try columns(node.columns, over: query)
        return query.projected(columns).distinct(dialect)
    }

    /// The names of columns that a pattern stands for; one without wildcards must exist.
    private func matches(_ pattern: NamePatternSyntax, _ query: BoundQuery) throws(BindingError) -> [String] {
        if pattern.isWildcard {
            let wildcard = Wildcard(pattern.text)
            return query.columns.map(\.name).filter { wildcard.matches($0) }
        }
        guard query.column(named: pattern.text) != nil else {
            throw unknownColumn(pattern.text, pattern.range, query)
        }
        return [pattern.text]
    }

    func unknownColumn(_ name: String, _ range: SourceRange, _ query: BoundQuery) -> BindingError {
        BindingError(
            "there is no column '\(name)'", at: range,
            suggestion: NearestName.of(name, in: query.columns.map(\.name)))
    }
}

extension ColumnSyntax {
    /// The name that the query gives to the one column.
    var givenName: String? {
        get throws(BindingError) {
            if names.count > 1 {
                throw BindingError("the expression gives one column, not \(names.count)", at: range)
            }
            return names.first?.text
        }
    }
}

extension BoundQuery {
    /// Values longer than this are computed in a SELECT of their own, instead of being written
    /// wherever they are used.
    private static let longValue = 300

    func closed(if condition: Bool) -> BoundQuery {
        var query = self
        query.isClosed = condition || columns.contains { $0.value.sql.utf8.count > Self.longValue }
        return query
    }
}
