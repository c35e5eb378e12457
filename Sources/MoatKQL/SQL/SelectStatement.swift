/// A SELECT whose expressions are text already.
struct SelectStatement: Sendable {
    struct Item: Sendable {
        var sql: String
        /// Unique within the statement, case aside, as databases compare names without case.
        var alias: String
    }

    var items: [Item]
    var from: FromClause
    var filters: [String]
    var isDistinct = false
    /// Only one row for each value of these.
    var distinctOn: [String] = []
    /// How many of the first items are the keys of groups; nil where rows are not grouped.
    var groupKeys: Int?
    var order: [String] = []
    var limit: Int64?
    /// The items that carry the order outwards, one for each key.
    var orderAliases: [String] = []

    /// The SELECT of a query.
    ///
    /// `exportingOrder` is for a nested one: it has the keys of the order as further items, and is
    /// sorted itself only where a limit needs it.
    init(_ query: BoundQuery, exportingOrder: Bool, _ dialect: any KQLDialect) {
        var aliases = Aliases()
        items = query.columns.map { Item(sql: $0.value.sql, alias: aliases.take($0.name)) }
        from = query.source
        filters = query.filters
        limit = query.limit
        switch query.shape {
        case .rows: break
        case .distinct: isDistinct = true
        case .groups(let keys): groupKeys = keys
        }
        if exportingOrder {
            for key in query.order {
                if let item = items.first(where: { $0.sql == key.sql }) {
                    orderAliases.append(item.alias)
                } else {
                    let item = Item(sql: key.sql, alias: aliases.take("_order"))
                    items.append(item)
                    orderAliases.append(item.alias)
                }
            }
        }
        if !exportingOrder || query.limit != nil {
            order = query.orderTexts(dialect)
        }
    }
}

extension SelectStatement {
    /// Keeps one whole row for each value of the items at these places.
    mutating func keepOnePer(_ keys: [Int], _ dialect: any KQLDialect) {
        if groupKeys != nil || isDistinct || limit != nil {
            from = .select(self)
            items = items.map { Item(sql: "t." + dialect.identifier($0.alias), alias: $0.alias) }
            (filters, isDistinct, groupKeys, order, limit) = ([], false, nil, [], nil)
        }
        distinctOn = keys.map { items[$0].sql }
    }

    /// Gives out names that differ by more than case.
    private struct Aliases {
        private var taken: Set<String> = []

        mutating func take(_ given: String) -> String {
            // A column may have no name (the empty value of a `pivot`), but SQL's must.
            let name = given.isEmpty ? "_" : given
            if taken.insert(name.lowercased()).inserted { return name }
            var number = 2
            while !taken.insert("\(name)_\(number)".lowercased()).inserted { number += 1 }
            return "\(name)_\(number)"
        }
    }
}
