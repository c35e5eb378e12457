extension BoundQuery {
    /// The columns by which two queries are joined; both have them.
    struct JoinKey: Sendable {
        var left: String
        var right: String
    }

    /// Joins with another query.
    ///
    /// `omittingRightKeys` is for `lookup`, which has the keys once.
    func joined(
        _ kind: JoinKind, with other: BoundQuery, on keys: [JoinKey], omittingRightKeys: Bool = false,
        _ dialect: any KQLDialect
    ) -> BoundQuery {
        switch kind {
        case .leftSemi: return kept(.leftSemi, matching: other, on: keys, dialect)
        case .leftAnti: return kept(.leftAnti, matching: other, on: keys, dialect)
        case .rightSemi: return other.kept(.leftSemi, matching: self, on: keys.map(\.turned), dialect)
        case .rightAnti: return other.kept(.leftAnti, matching: self, on: keys.map(\.turned), dialect)
        case .innerUnique, .inner, .leftOuter, .rightOuter, .fullOuter: break
        }
        var left = Side(self, alias: "l", isOptional: kind == .rightOuter || kind == .fullOuter, dialect)
        if kind == .innerUnique { left.keepOnePer(keys.map(\.left), dialect) }
        let right = Side(other, alias: "r", isOptional: kind == .leftOuter || kind == .fullOuter, dialect)
        let clause = JoinClause(
            kind: kind.sqlKind, left: left.statement, right: right.statement,
            condition: Self.condition(keys, left, right))
        var names = UniqueNames()
        let omitted = Set(omittingRightKeys ? keys.map(\.right) : [])
        let columns = (left.columns + right.columns.filter { !omitted.contains($0.name) }).map {
            BoundColumn(name: names.take($0.name), value: $0.value)
        }
        return BoundQuery(source: .join(clause), columns: columns)
    }

    /// The rows of this query that have, or have not, a match in another.
    private func kept(
        _ kind: JoinClause.Kind, matching other: BoundQuery, on keys: [JoinKey], _ dialect: any KQLDialect
    ) -> BoundQuery {
        let left = Side(self, alias: "l", isOptional: false, dialect)
        let right = Side(other, alias: "r", isOptional: false, dialect)
        let clause = JoinClause(
            kind: kind, left: left.statement, right: right.statement, condition: Self.condition(keys, left, right))
        var result = BoundQuery(source: .join(clause), columns: left.columns)
        result.uniqueKeys = uniqueKeys
        return result
    }

    private static func condition(_ keys: [JoinKey], _ left: Side, _ right: Side) -> String {
        // Null equals nothing in SQL, as in Kusto; empty strings are equal in both.
        keys.map { "\(left.key($0.left)) = \(right.key($0.right))" }.joined(separator: " AND ")
    }
}

extension BoundQuery.JoinKey {
    fileprivate var turned: Self { Self(left: right, right: left) }
}

extension JoinKind {
    fileprivate var sqlKind: JoinClause.Kind {
        switch self {
        case .leftOuter: .leftOuter
        case .rightOuter: .rightOuter
        case .fullOuter: .fullOuter
        default: .inner
        }
    }
}

/// One side of a join.
private struct Side {
    private let query: BoundQuery
    private let plain: [BoundColumn]
    var statement: SelectStatement
    /// What the joined rows have of this side.
    let columns: [BoundColumn]

    /// `isOptional`: the join may have rows without one of this side. Its strings then are empty,
    /// not null, as Kusto's strings are never null.
    init(_ query: BoundQuery, alias: String, isOptional: Bool, _ dialect: any KQLDialect) {
        var query = query
        if query.limit == nil { query.order = [] }
        self.query = query
        statement = SelectStatement(query, exportingOrder: false, dialect)
        plain = query.references(to: statement, as: alias, keepingConstants: false, dialect)
        columns = plain.map {
            guard isOptional, $0.type == .string else { return $0 }
            let sql = dialect.orEmpty($0.value.sql)
            return BoundColumn(name: $0.name, value: TypedSQL(type: .string, sql: sql, name: $0.name))
        }
    }

    mutating func keepOnePer(_ names: [String], _ dialect: any KQLDialect) {
        if query.uniqueKeys.contains(where: { $0.isSubset(of: names) }) { return }
        statement.keepOnePer(names.compactMap { name in query.columns.firstIndex { $0.name == name } }, dialect)
    }

    func key(_ name: String) -> String {
        plain.first { $0.name == name }?.value.sql ?? ""
    }
}
