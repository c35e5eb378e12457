extension TableBinder {
    /// The most elements of a series, by Kusto's documentation of `make-series`.
    private static let longestSeries = 1_048_576

    /// `make-series`: groups by the keys and the step, then arrays of what the groups gave.
    ///
    /// Source: Kusto's documentation of `make-series`. Without `from` or `to`, each series goes from
    /// its own first to its own last step that has rows.
    func bind(_ node: MakeSeriesSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        var query = input.opened(dialect)
        let axis = try seriesAxis(node, query)
        query.filters += axis.filters
        var names = UniqueNames(
            (node.keys + node.aggregates.map(\.column) + [node.axis]).flatMap { $0.names.map(\.text) })
        let axisName = try node.axis.givenName ?? axis.value.name.map { names.take($0) } ?? names.takeNumbered("Column")
        let keys = try bindKeys(node.keys, query, &names)
        var expressions = ExpressionBinder(context, scope, over: query)
        expressions.allowsAggregates = true
        expressions.groupedNames = Set(keys.map(\.name))
        var series: [(name: String, defaultValue: TypedSQL)] = []
        var values: [BoundColumn] = []
        for (index, item) in node.aggregates.enumerated() {
            let (value, missing) = try seriesValue(item, &expressions)
            let name = try item.column.givenName ?? value.name.map { names.take($0) } ?? names.takeNumbered("Column")
            series.append((name, missing))
            values.append(BoundColumn(name: "value\(index)", value: value))
        }
        let step = BoundColumn(name: "step", value: TypedSQL(type: .long, sql: axis.position))
        let numbered = keys.enumerated().map { BoundColumn(name: "key\($0)", value: $1.value) }
        let steps = query.summarized(values, by: numbered + [step]).sealed(dialect)
        let groups = gathered(steps, keys: keys.count, values: values.count, axis).sealed(dialect)
        return arrays(groups, keys: keys, series: series, axis, axisName)
    }

    /// One row for each series: its keys, its first step, the one behind its last, and its values.
    private func gathered(_ steps: BoundQuery, keys: Int, values: Int, _ axis: SeriesAxis) -> BoundQuery {
        let columns = steps.columns
        let step = columns[keys].value.sql
        var gathered = [
            number("rows", dialect.rowCount), number("start", axis.start ?? "min(\(step))"),
            number("end", axis.end ?? "(max(\(step)) + 1)"),
        ]
        for index in 0..<values {
            gathered.append(number("values\(index)", dialect.seriesValues(step, columns[keys + 1 + index].value.sql)))
        }
        return steps.summarized(gathered, by: Array(columns.prefix(keys)))
    }

    private func number(_ name: String, _ sql: String) -> BoundColumn {
        BoundColumn(name: name, value: TypedSQL(type: .long, sql: sql))
    }

    private func arrays(
        _ groups: BoundQuery, keys: [BoundColumn], series: [(name: String, defaultValue: TypedSQL)],
        _ axis: SeriesAxis, _ axisName: String
    ) -> BoundQuery {
        var query = groups
        let columns = groups.columns.map(\.value.sql)
        let (rows, start, end) = (columns[keys.count], columns[keys.count + 1], columns[keys.count + 2])
        // Without keys there is a group even where there are no rows.
        query.filters.append("\(rows) > 0")
        func array(_ name: String, _ value: (String) -> String) -> BoundColumn {
            let sql = dialect.series(
                from: start, to: end, maximum: Self.longestSeries,
                message: "a series of make-series has more than \(Self.longestSeries) elements", value)
            return BoundColumn(name: name, value: TypedSQL(type: .dynamic, sql: sql, name: name))
        }
        var result = zip(keys, groups.columns).map { BoundColumn(name: $0.name, value: $1.value) }
        for (index, item) in series.enumerated() {
            let values = columns[keys.count + 3 + index]
            result.append(
                array(item.name) {
                    "coalesce(\(dialect.seriesValue(values, at: $0)), \(item.defaultValue.sql))"
                })
        }
        result.append(
            array(axisName) { position in
                let place = dialect.place("\(axis.origin) + \(position) * \(axis.step)", axis.value.type)
                return dialect.convert(place, from: axis.value.type, to: .dynamic) ?? place
            })
        var taken = UniqueNames()
        query = query.projected(result.map { BoundColumn(name: taken.take($0.name), value: $0.value) })
        query.uniqueKeys = [Set(keys.map(\.name))]
        query.isClosed = true
        return query
    }

    /// An aggregate and what stands for it where there are no rows, of one type.
    private func seriesValue(
        _ item: MakeSeriesSyntax.Aggregate, _ expressions: inout ExpressionBinder
    ) throws(BindingError) -> (TypedSQL, TypedSQL) {
        let values = try aggregate(item.column, &expressions)
        guard values.count == 1, var value = values.first, value.type.isNumeric else {
            throw BindingError("make-series takes aggregates that give one number", at: item.column.range)
        }
        var constants = ExpressionBinder(context, scope)
        var missing = context.functions.constant(.long(0))
        let range = item.defaultValue?.range ?? item.column.range
        if let defaultValue = item.defaultValue { missing = try constants.bind(defaultValue) }
        guard missing.type.isNumeric else { throw BindingError("the default must be a number", at: range) }
        let type: KQLType = value.type == .real || missing.type == .real ? .real : .long
        let (given, name) = (value, value.name)
        value = try constants.located([range], range) { () throws(KQLFunctionError) in
            try context.functions.convert(given, to: type)
        }
        value.name = name
        let absent = missing
        missing = try constants.located([range], range) { () throws(KQLFunctionError) in
            try context.functions.convert(absent, to: type)
        }
        return (value, missing)
    }
}
