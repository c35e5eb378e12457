/// Writes a query and the queries that it shares as one statement.
struct SQLGenerator {
    private let dialect: any KQLDialect
    /// What ``FromClause/shared(_:)`` speaks of.
    private let shared: [SelectStatement]
    private var uses: [Int]
    private var selects = 0
    private let limit: Int

    /// `named` are the shared queries that text written before already names. `limit` is the number
    /// of SELECTs beyond which nothing is written.
    init(dialect: any KQLDialect, shared: [SelectStatement], named: Set<Int>, limit: Int) {
        self.dialect = dialect
        self.shared = shared
        self.limit = limit
        uses = shared.indices.map { named.contains($0) ? 2 : 0 }
    }

    /// The shared queries that have a name in the text.
    var named: Set<Int> { Set(uses.indices.filter { uses[$0] > 1 }) }

    /// The text of a statement; a shared query that only one place reads is written there. Nil
    /// where it would be too long.
    mutating func statement(_ main: SelectStatement) -> String? {
        count(main)
        // A shared query only reads ones that were bound before it.
        for index in shared.indices.reversed() where uses[index] > 0 {
            count(shared[index])
        }
        guard selects <= limit else { return nil }
        let common = shared.indices.filter { uses[$0] > 1 }.map {
            "\(name($0)) AS \(dialect.materialized) (\(text(shared[$0])))"
        }
        return (common.isEmpty ? "" : "WITH \(common.joined(separator: ", ")) ") + text(main)
    }

    /// The text of a statement that becomes part of an expression. It names all shared queries that
    /// it reads, as text cannot be taken back. Nil where it would be too long.
    mutating func subquery(_ statement: SelectStatement) -> String? {
        count(statement)
        guard selects <= limit else { return nil }
        uses = uses.map { $0 > 0 ? 2 : 0 }
        return "(\(text(statement)))"
    }

    private func name(_ index: Int) -> String {
        dialect.identifier("shared_\(index + 1)")
    }

    private mutating func count(_ statement: SelectStatement) {
        selects += 1
        // Counting must not itself take as long as the writing that it prevents.
        guard selects <= limit else { return }
        count(statement.from)
    }

    private mutating func count(_ from: FromClause) {
        switch from {
        case .nothing, .table, .text: break
        case .shared(let index): uses[index] += 1
        case .select(let statement), .lateral(let statement, _): count(statement)
        case .join(let join):
            count(join.left)
            count(join.right)
        case .union(let statements):
            for statement in statements { count(statement) }
        }
    }

    private func text(_ statement: SelectStatement) -> String {
        var text = "SELECT "
        if statement.isDistinct { text += "DISTINCT " }
        if !statement.distinctOn.isEmpty { text = dialect.selectOnePer(statement.distinctOn) + " " }
        text += statement.items.map { "\($0.sql) AS \(dialect.identifier($0.alias))" }.joined(separator: ", ")
        if let from = self.text(statement.from) { text += " FROM " + from }
        if !statement.filters.isEmpty {
            text += " WHERE " + cheapestFirst(statement.filters).joined(separator: " AND ")
        }
        if let keys = statement.groupKeys, keys > 0 {
            text += " GROUP BY " + (1...keys).map(String.init).joined(separator: ", ")
        }
        if !statement.order.isEmpty { text += " ORDER BY " + statement.order.joined(separator: ", ") }
        if let limit = statement.limit { text += " LIMIT \(limit)" }
        return text
    }

    /// Conditions in the order of what they cost, so that a text is searched in few rows only; as
    /// they were where they cost the same. None of them can fail, so that their order is free.
    private func cheapestFirst(_ filters: [String]) -> [String] {
        guard filters.count > 1 else { return filters }
        let weighed = filters.enumerated().map { (weight: dialect.weight(ofCondition: $1), place: $0, text: $1) }
        return weighed.sorted { ($0.weight, $0.place) < ($1.weight, $1.place) }.map(\.text)
    }

    private func text(_ from: FromClause) -> String? {
        switch from {
        case .nothing: nil
        case .table(let name): "\(name) AS t"
        case .text(let text): text
        case .select(let statement): "(\(text(statement))) AS t"
        case .shared(let index): uses[index] > 1 ? "\(name(index)) AS t" : "(\(text(shared[index]))) AS t"
        case .join(let join):
            "(\(text(join.left))) AS l \(words(join.kind)) (\(text(join.right))) AS r ON \(join.condition)"
        case .union(let statements):
            "(\(statements.map { "(\(text($0)))" }.joined(separator: " UNION ALL "))) AS t"
        case .lateral(let statement, let expansion): "(\(text(statement))) AS t, \(expansion)"
        }
    }

    private func words(_ kind: JoinClause.Kind) -> String {
        switch kind {
        case .inner: "JOIN"
        case .leftOuter: "LEFT JOIN"
        case .rightOuter: "RIGHT JOIN"
        case .fullOuter: "FULL JOIN"
        case .leftSemi: dialect.semiJoin(isNegated: false)
        case .leftAnti: dialect.semiJoin(isNegated: true)
        }
    }
}
