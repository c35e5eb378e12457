extension DuckDBDialect: SQLArrayDialect {
    public func elements(_ dynamic: String, bagsAsPairs: Bool) -> String {
        let member = bagsAsPairs ? "json_array(p[1], p[2])" : "json_object(p[1], p[2])"
        return "CASE json_type(\(dynamic)) WHEN 'ARRAY' THEN json_extract(\(dynamic), '$[*]') "
            + "WHEN 'OBJECT' THEN list_transform(list_zip(json_keys(\(dynamic)), json_extract(\(dynamic), '$.*')), "
            + "lambda p: \(member)) ELSE [\(dynamic)] END"
    }

    public func prefix(_ list: String, _ count: Int64) -> String { "list_slice(\(list), 1, \(count))" }

    public func positions(_ lists: [String]) -> String {
        let lengths = lists.map { "len(\($0))" }.joined(separator: ", ")
        return "range(greatest(\(lengths)))"
    }

    public func rows(_ list: String) -> String { "unnest(\(list))" }

    public func unlessText(_ dynamic: String) -> String {
        "(CASE WHEN json_type(\(dynamic)) <> 'VARCHAR' THEN \(dynamic) END)"
    }

    public func slotNames(_ bag: String) -> String {
        "CASE WHEN json_type(\(bag)) = 'OBJECT' THEN json_keys(\(bag)) END"
    }

    public func slotTypes(_ bag: String) -> String {
        "CASE WHEN json_type(\(bag)) = 'OBJECT' THEN list_transform(json_extract(\(bag), '$.*'), "
            + "lambda v: CASE json_type(v) WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' "
            + "WHEN 'DOUBLE' THEN 'real' WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'bool' "
            + "WHEN 'NULL' THEN NULL ELSE 'dynamic' END) END"
    }

    public func onlyValue(_ sql: String, otherwise other: String) -> String {
        "(CASE WHEN count(DISTINCT \(sql)) = 1 THEN min(\(sql)) ELSE \(other) END)"
    }

    public func anyValue(_ sql: String, where condition: String) -> String {
        "(any_value(\(sql)) FILTER (WHERE \(condition)))"
    }

    public func number(_ sql: String, _ type: KQLType) -> String {
        switch type {
        case .datetime: "(epoch_us(\(sql)) * 10)"
        case .real: "(\(sql))::DOUBLE"
        default: "(\(sql))::BIGINT"
        }
    }

    public func place(_ number: String, _ type: KQLType) -> String {
        switch type {
        case .datetime: "make_timestamp((\(number)) // 10)"
        case .int: "(\(number))::INTEGER"
        default: "(\(number))"
        }
    }

    public func steps(_ number: String, step: String, roundingUp: Bool, isReal: Bool) -> String {
        if isReal { return "\(roundingUp ? "ceil" : "floor")((\(number)) / (\(step)))::BIGINT" }
        // In whole numbers: ticks since 1970 are more than a real holds exactly.
        let negated = roundingUp ? "(-(\(number)))" : "(\(number))"
        let down = "((\(negated) - (((\(negated) % \(step)) + \(step)) % \(step))) // \(step))"
        return roundingUp ? "(-\(down))" : down
    }

    public func seriesValues(_ position: String, _ value: String) -> String {
        "map(list(\(position)), list(\(value)))"
    }

    public func seriesValue(_ values: String, at position: String) -> String { "\(values)[\(position)]" }

    public func series(
        from start: String, to end: String, maximum: Int, message: String, _ value: (String) -> String
    ) -> String {
        // Both branches are computed for some rows in vain: neither may be huge.
        let positions = "range(\(start), least(\(end), \(start) + \(maximum) + 1))"
        return "(CASE WHEN \(end) - \(start) > \(maximum) THEN error(\(literal(.string(message)))) "
            + "ELSE to_json(list_transform(\(positions), lambda i: \(value("i")))) END)"
    }
}
