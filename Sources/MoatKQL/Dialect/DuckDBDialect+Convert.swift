extension DuckDBDialect {
    public func convert(_ sql: String, from: KQLType, to: KQLType) -> String? {
        if from == to { return sql }
        switch to {
        case .string: return text(sql, from)
        case .bool: return bool(sql, from)
        case .int, .long, .real: return number(sql, from, Self.typeName(to))
        case .datetime: return datetime(sql, from)
        case .timespan: return timespan(sql, from)
        case .dynamic: return dynamic(sql, from)
        case .guid:
            guard from == .string || from == .dynamic else { return nil }
            return text(sql, from).map { "lower(TRY_CAST(\($0) AS UUID)::VARCHAR)" }
        }
    }

    private func text(_ sql: String, _ from: KQLType) -> String? {
        switch from {
        case .string: sql
        case .bool, .int, .long: "coalesce((\(sql))::VARCHAR, '')"
        case .real: scalar("real_text", [sql])
        case .guid: "coalesce(\(sql), '')"
        case .datetime: "coalesce(strftime(\(sql), '%Y-%m-%dT%H:%M:%S.%f') || '0Z', '')"
        case .timespan: scalar("timespan_text", [sql])
        case .dynamic: "coalesce(json_extract_string(\(sql), '$'), '')"
        }
    }

    private func bool(_ sql: String, _ from: KQLType) -> String? {
        switch from {
        case .int, .long, .real: "(\(sql) <> 0)"
        // Kusto reads `true`, `false` and numbers.
        case .string: scalar("bool_from_text", [sql])
        case .dynamic: text(sql, from).flatMap { scalar("bool_from_text", [$0]) }
        default: nil
        }
    }

    private func number(_ sql: String, _ from: KQLType, _ type: String) -> String? {
        switch from {
        case .bool: "(\(sql))::\(type)"
        case .int, .long: "TRY_CAST(\(sql) AS \(type))"
        // tolong(5.9) is 5.
        case .real: type == "DOUBLE" ? sql : "TRY_CAST(trunc(\(sql)) AS \(type))"
        // tolong('5.9') is null.
        case .string:
            type == "DOUBLE"
                ? "TRY_CAST(\(sql) AS DOUBLE)"
                : scalar("integer_from_text", [sql]).map {
                    "TRY_CAST(\($0) AS \(type))"
                }
        case .dynamic:
            text(sql, from).map {
                type == "DOUBLE"
                    ? "TRY_CAST(\($0) AS DOUBLE)" : "TRY_CAST(trunc(TRY_CAST(\($0) AS DECIMAL(38, 9))) AS \(type))"
            }
        case .datetime: "((epoch_us(\(sql)) + 62135596800000000) * 10)::\(type)"
        case .timespan: "TRY_CAST(\(sql) AS \(type))"
        case .guid: nil
        }
    }

    private func datetime(_ sql: String, _ from: KQLType) -> String? {
        switch from {
        case .string: scalar("datetime_from_text", [sql])
        case .dynamic: text(sql, from).flatMap { scalar("datetime_from_text", [$0]) }
        // Ticks since 0001-01-01.
        case .int, .long: Self.moment("((\(sql))::HUGEINT // 10 - 62135596800000000)")
        default: nil
        }
    }

    private func timespan(_ sql: String, _ from: KQLType) -> String? {
        switch from {
        case .string: scalar("timespan_from_text", [sql])
        case .dynamic: text(sql, from).flatMap { scalar("timespan_from_text", [$0]) }
        case .int, .long: "(\(sql))::BIGINT"
        case .real: "TRY_CAST(\(sql) AS BIGINT)"
        default: nil
        }
    }

    private func dynamic(_ sql: String, _ from: KQLType) -> String? {
        switch from {
        case .datetime, .timespan: text(sql, from).map { "CASE WHEN \(sql) IS NOT NULL THEN to_json(\($0)) END" }
        default: "to_json(\(sql))"
        }
    }
}
