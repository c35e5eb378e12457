extension DuckDBDialect {
    static let operatorTemplates: [String: SQLTemplate] = [
        "and": "$0 AND $1",
        "or": "$0 OR $1",
        "parentheses": "($0)",
        "not": "(NOT $0)",
        "or_false": "coalesce($0, false)",
        "negate_int": "TRY_CAST(- ($0::BIGINT) AS INTEGER)",
        "negate_long": "TRY_CAST(- ($0::HUGEINT) AS BIGINT)",
        "negate_real": "(- $0)",
        "=": "($0 = $1)",
        "<>": "($0 <> $1)",
        "<": "($0 < $1)",
        "<=": "($0 <= $1)",
        ">": "($0 > $1)",
        ">=": "($0 >= $1)",
        "equal_null": "coalesce($0 = $1, false)",
        "unequal_null": "($0 IS DISTINCT FROM $1)",
        "equal_nulls": "CASE WHEN $0 IS NULL AND $1 IS NULL THEN NULL ELSE coalesce($0 = $1, false) END",
        "unequal_nulls": "CASE WHEN $0 IS NULL AND $1 IS NULL THEN NULL ELSE $0 IS DISTINCT FROM $1 END",
        "is_number": "(NOT isnan($0))",
        "equal_reals": "($0 = $1 AND NOT isnan($0))",
        "unequal_reals": "($0 IS DISTINCT FROM $1 OR isnan($0))",
        "equal_reals_nulls":
            "CASE WHEN $0 IS NULL AND $1 IS NULL THEN NULL ELSE coalesce($0 = $1 AND NOT isnan($0), false) END",
        "unequal_reals_nulls":
            "CASE WHEN $0 IS NULL AND $1 IS NULL THEN NULL ELSE $0 IS DISTINCT FROM $1 OR isnan($0) END",
        // For what comes of int columns and small constants: it cannot overflow.
        "small+small": "($0 + $1)",
        "small-small": "($0 - $1)",
        "small*small": "($0 * $1)",
        // What does not fit into a long is null, so that one record cannot fail a query.
        "long+long": "TRY_CAST($0::HUGEINT + $1 AS BIGINT)",
        "long-long": "TRY_CAST($0::HUGEINT - $1 AS BIGINT)",
        "long*long": "TRY_CAST($0::HUGEINT * $1 AS BIGINT)",
        "long/long": "TRY_CAST($0::HUGEINT // nullif($1, 0) AS BIGINT)",
        "small/small": "($0 // nullif($1, 0))",
        "small%small": "((($0 % nullif($1, 0)) + abs($1)) % nullif(abs($1), 0))",
        // 0 <= (N % D) < abs(D): numerical-operators, "Comment about the modulo operator".
        "long%long": "TRY_CAST((($0 % nullif($1, 0)) + abs($1::HUGEINT)) % nullif(abs($1::HUGEINT), 0) AS BIGINT)",
        "real+real": "($0 + $1)",
        "real-real": "($0 - $1)",
        "real*real": "($0 * $1)",
        "real/real": "($0::DOUBLE / $1::DOUBLE)",
        "real%real": "((($0 % $1) + abs($1)) % abs($1))",
        "datetime-datetime": "((epoch_us($0) - epoch_us($1)) * 10)",
        "datetime-timespan": "($0 - to_microseconds($1 // 10))",
        "datetime+timespan": "($0 + to_microseconds($1 // 10))",
        "timespan*real": "TRY_CAST(round($0 * $1) AS BIGINT)",
        "timespan/number": "TRY_CAST(round($0::DOUBLE / $1::DOUBLE) AS BIGINT)",
        "matches_regex": "regexp_matches($0, $1)",
        "in_list": "($0 IN ($1))",
        "in_query": "($0 IN (SELECT $1 FROM ($2) AS \"·t\"(\"·e\") WHERE \"·e\" IS NOT NULL))",
        "in_query_i": "(lower($0) IN (SELECT lower($1) FROM ($2) AS \"·t\"(\"·e\") WHERE \"·e\" IS NOT NULL))",
        "in_array":
            "coalesce(list_contains(list_transform(TRY_CAST($0 AS JSON[]), lambda \"·a\": json_extract_string(\"·a\", '$')), $1), false)",
        "in_array_i":
            "coalesce(list_contains(list_transform(TRY_CAST($0 AS JSON[]), lambda \"·a\": lower(json_extract_string(\"·a\", '$'))), lower($1)), false)",
        "any_element":
            "coalesce(len(list_filter(list_transform(TRY_CAST($0 AS JSON[]), lambda \"·a\": json_extract_string(\"·a\", '$')), lambda \"·h\": $1)) > 0, false)",
        "all_elements":
            "coalesce(len(list_filter(list_transform(TRY_CAST($0 AS JSON[]), lambda \"·a\": json_extract_string(\"·a\", '$')), lambda \"·h\": NOT $1)) = 0, false)",
    ]
}
