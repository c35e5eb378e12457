extension DuckDBDialect: SQLTabularDialect {
    public func orderBy(_ sql: String, _ type: KQLType, isDescending: Bool, nullsFirst: Bool) -> [String] {
        let direction = (isDescending ? "DESC" : "ASC") + (nullsFirst ? " NULLS FIRST" : " NULLS LAST")
        // A string is never null.
        guard type != .string else { return ["\(sql) \(isDescending ? "DESC" : "ASC")"] }
        guard type == .real else { return ["\(sql) \(direction)"] }
        // Kusto's documentation of `sort`: NaN stands with the nulls, nearer to the numbers. DuckDB
        // takes it for the greatest number.
        return [
            "nullif(\(sql), 'NaN'::DOUBLE) \(direction)", "(\(sql) IS NULL) \(nullsFirst ? "DESC" : "ASC")",
        ]
    }

    public func selectOnePer(_ keys: [String]) -> String {
        "SELECT DISTINCT ON (\(keys.joined(separator: ", ")))"
    }

    public func semiJoin(isNegated: Bool) -> String {
        isNegated ? "ANTI JOIN" : "SEMI JOIN"
    }

    public var materialized: String { "MATERIALIZED" }

    public func values(_ rows: [[String]], columns: [String]) -> String {
        let rows = rows.map { "(\($0.joined(separator: ", ")))" }.joined(separator: ", ")
        return "(VALUES \(rows)) AS t(\(columns.map(identifier).joined(separator: ", ")))"
    }

    public func range(_ type: KQLType, from: String, through: String, step: String) -> String {
        let value: String
        let numbers: String
        switch type {
        case .datetime:
            // Ticks from the beginning, so that a step may have any.
            numbers = "generate_series(0, (epoch_us(\(through)) - epoch_us(\(from))) * 10, \(step))"
            value = "(\(from) + to_microseconds(n // 10))"
        case .real:
            numbers = "generate_series(0, floor((\(through) - \(from)) / \(step))::BIGINT)"
            value = "(\(from) + n * \(step))::DOUBLE"
        default:
            numbers = "generate_series((\(from))::BIGINT, (\(through))::BIGINT, (\(step))::BIGINT)"
            value = "n"
        }
        return "(SELECT \(value) AS \(identifier("value")) FROM \(numbers) AS s(n)) AS t"
    }

    public var rowCount: String { "count(*)" }

    public func captures(_ text: String, pattern: String, groups: Int) -> String {
        let names = (1...max(1, groups)).map { "'g\($0)'" }.joined(separator: ", ")
        let found = "regexp_extract(\(text), \(literal(.string(pattern))), [\(names)])"
        // DuckDB moves a filter on a capture to where the text is read, and then looks for the
        // expression once for each filter besides. It does not move what may be another value each
        // time: with three filters this takes a quarter of the time.
        return "CASE WHEN random() >= 0 THEN \(found) END"
    }

    public func rest(of text: String, behind mark: String) -> String {
        let place = "strpos(\(text), \(literal(.string(mark))))"
        return "CASE WHEN \(place) > 0 THEN substr(\(text), \(place) + \(mark.unicodeScalars.count)) ELSE '' END"
    }

    public func whole(_ digits: String, _ type: KQLType) -> String {
        "TRY_CAST(\(digits) AS \(Self.typeName(type)))"
    }

    public func capture(_ captures: String, group: Int) -> String {
        "struct_extract(\(captures), 'g\(group)')"
    }

    public func matches(_ text: String, pattern: String) -> String {
        "regexp_matches(\(text), \(literal(.string(pattern))))"
    }

    // Looked up in the text: a constant that reads like a function costs no more than its place.
    public func weight(ofCondition sql: String) -> Int {
        // A search before a regular expression leaves it few rows.
        if ["LIKE ", "contains(", "starts_with(", "ends_with("].contains(where: { sql.contains($0) }) {
            return 1
        }
        return sql.contains("regexp_") ? 2 : 0
    }

    public var random: String { "random()" }

    public func orEmpty(_ sql: String) -> String { "coalesce(\(sql), '')" }

    public func window(_ call: String, order: [String]) -> String {
        "(\(call) OVER (\(order.isEmpty ? "" : "ORDER BY " + order.joined(separator: ", "))))"
    }

    public func runningTotal(_ sql: String, _ type: KQLType, order: [String]) -> String {
        let window = "ORDER BY \(order.joined(separator: ", ")) ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
        let total = "sum(\(sql)) OVER (\(window))"
        return type == .real ? "(\(total))" : "TRY_CAST(\(total) AS BIGINT)"
    }

    public var rowNumber: String { "row_number()" }

    public func neighbour(_ sql: String, before distance: Int64, missing: String) -> String {
        "lag(\(sql), \(distance), \(missing))"
    }
}
