extension DuckDBDialect {
    static let dynamicTemplates: [String: SQLTemplate] = [
        "dynamic_text": "($0)::VARCHAR",
        "parse_json": "CASE WHEN $0 <> '' THEN coalesce(TRY_CAST($0 AS JSON), to_json($0)) END",
        "gettype":
            "CASE json_type($0) WHEN 'OBJECT' THEN 'dictionary' WHEN 'ARRAY' THEN 'array' WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'bool' WHEN 'DOUBLE' THEN 'double' WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' ELSE 'null' END",
        "when": "WHEN $0 THEN $1",
        "case": "CASE $0 ELSE $1 END",
        "coalesce": "coalesce($0)",
        "coalesce_text":
            "coalesce(list_filter([$0], lambda \"·a\": \"·a\" <> '')[1], '')",
        "max_of": "greatest($0)",
        "min_of": "least($0)",
        "element_at": "json_extract($0, CASE WHEN $1 < 0 THEN '$[#' || $1 || ']' ELSE '$[' || $1 || ']' END)",
        "member_named":
            "json_extract($0, '/' || replace(replace($1, '~', '~0'), '/', '~1'))",
        "bag_pack": "json_object($0)",
        "bag_keys": "CASE WHEN json_type($0) = 'OBJECT' THEN to_json(json_keys($0)) END",
        "bag_has_key": "coalesce(list_contains(json_keys($0), $1), false)",
        "bag_merge": "CASE WHEN $0 IS NULL THEN $1 WHEN $1 IS NULL THEN $0 ELSE json_merge_patch($0, $1) END",
        "bag_remove_keys":
            "list_reduce(list_transform(list_filter(json_keys($0), lambda \"·k\": NOT list_contains(TRY_CAST($1 AS VARCHAR[]), \"·k\")), lambda \"·k\": json_object(\"·k\", json_extract($0, '/' || replace(replace(\"·k\", '~', '~0'), '/', '~1')))), lambda \"·b\", \"·c\": json_merge_patch(\"·b\", \"·c\"), '{}'::JSON)",
        "pack_array": "json_array($0)",
        "array_length": "CASE WHEN json_type($0) = 'ARRAY' THEN json_array_length($0)::BIGINT END",
        "array_concat": "to_json(list_concat(TRY_CAST($0 AS JSON[]), TRY_CAST($1 AS JSON[])))",
        "array_index_of":
            "CASE WHEN json_type($0) = 'ARRAY' THEN coalesce(list_position(TRY_CAST($0 AS VARCHAR[]), json_extract_string($1, '$')), 0)::BIGINT - 1 END",
        "array_reverse": "to_json(list_reverse(TRY_CAST($0 AS JSON[])))",
        "array_slice":
            "to_json(TRY_CAST($0 AS JSON[])[CASE WHEN $1 < 0 THEN greatest(json_array_length($0)::BIGINT + greatest($1, -2147483647), 0) ELSE least($1, 2147483647) END + 1 : CASE WHEN $2 < 0 THEN json_array_length($0)::BIGINT + greatest($2, -2147483647) ELSE least($2, 2147483647) END + 1])",
        "array_sum": "list_sum(TRY_CAST($0 AS DOUBLE[]))",
        "array_sort_asc": .init(sorted("ASC")),
        "array_sort_desc": .init(sorted("DESC")),
        "array_distinct": .init(distinct("TRY_CAST($0 AS JSON[])")),
        "set_intersect": .init(
            distinct(
                "list_filter(TRY_CAST($0 AS JSON[]), lambda \"·s\": list_contains(TRY_CAST($1 AS JSON[]), \"·s\"))")),
        "set_difference": .init(
            distinct(
                "list_filter(TRY_CAST($0 AS JSON[]), lambda \"·s\": NOT list_contains(TRY_CAST($1 AS JSON[]), \"·s\"))")
        ),
        "set_has_element": "coalesce(list_contains(TRY_CAST($0 AS JSON[]), $1), false)",
        "set_equals":
            "coalesce(list_sort(list_distinct(TRY_CAST($0 AS VARCHAR[]))) = list_sort(list_distinct(TRY_CAST($1 AS VARCHAR[]))), false)",
        "repeat": "to_json(list_transform(range(least(greatest($1, 0), 1048576)), lambda \"·i\": $0))",
        "range_long":
            "to_json(CASE WHEN $2 <> 0 THEN list_slice(generate_series($0::BIGINT, least($1, $0 + 1048575 * abs($2))::BIGINT, $2::BIGINT), 1, 1048576) END)",
        "range_datetime":
            "to_json(list_transform(generate_series(epoch_us($0), least(epoch_us($1), epoch_us($0) + 1048575 * ($2 // 10)), nullif($2 // 10, 0)), lambda \"·a\": strftime(make_timestamp(\"·a\"), '%Y-%m-%dT%H:%M:%S.%f') || '0Z'))",
    ]

    /// Numbers by value, the rest as text, nulls at the end (array-sort-asc-function).
    private static func sorted(_ order: String) -> String {
        "to_json(CASE WHEN list_count(TRY_CAST($0 AS DOUBLE[])) = json_array_length($0) "
            + "THEN list_transform(list_sort(list_transform(TRY_CAST($0 AS JSON[]), "
            + "lambda \"·a\": {'k': TRY_CAST(\"·a\" AS DOUBLE), 'v': \"·a\"}), '\(order)', 'NULLS LAST'), lambda \"·b\": \"·b\".v) "
            + "ELSE list_sort(TRY_CAST($0 AS JSON[]), '\(order)', 'NULLS LAST') END)"
    }

    /// Each value once, in the order of their first places.
    private static func distinct(_ list: String) -> String {
        "to_json(list_reduce(list_transform(\(list), lambda \"·a\": [\"·a\"]), lambda \"·b\", \"·c\": "
            + "CASE WHEN list_contains(\"·b\", \"·c\"[1]) THEN \"·b\" ELSE list_concat(\"·b\", \"·c\") END, []::JSON[]))"
    }
}
