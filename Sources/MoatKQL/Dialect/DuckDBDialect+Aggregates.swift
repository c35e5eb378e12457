extension DuckDBDialect {
    /// `$0` is the value, `$1` another text, `$2` the filter. What is given for no rows is in
    /// Kusto's documentation of `summarize`, "Default values of aggregations".
    static let aggregateTemplates: [String: SQLTemplate] = [
        "filter": " FILTER (WHERE $0)",
        "order": " ORDER BY $0",
        "count": "count(*)$2",
        "dcount": "count(DISTINCT $0)$2",
        "sum_long": "TRY_CAST(coalesce(sum($0)$2, 0) AS BIGINT)",
        "sum_real": "coalesce(sum($0)$2, 0)::DOUBLE",
        "avg": "avg($0)$2",
        "avg_long": "round(avg($0)$2)::BIGINT",
        "avg_datetime": "make_timestamp(round(avg(epoch_us($0))$2)::BIGINT)",
        "stdev": "coalesce(stddev_samp($0)$2, 0)",
        "stdevp": "coalesce(stddev_pop($0)$2, 0)",
        "variance": "coalesce(var_samp($0)$2, 0)",
        "variancep": "coalesce(var_pop($0)$2, 0)",
        "binary_all_or": "bit_or($0)$2",
        "binary_all_and": "bit_and($0)$2",
        "binary_all_xor": "bit_xor($0)$2",
        "min": "min($0)$2",
        "max": "max($0)$2",
        "min_text": "coalesce(min($0)$2, '')",
        "max_text": "coalesce(max($0)$2, '')",
        "any": "any_value($0)$2",
        "any_text": "coalesce(any_value($0)$2, '')",
        "arg_max": "arg_max_null($0, $1)$2",
        "arg_min": "arg_min_null($0, $1)$2",
        "arg_max_text": "coalesce(arg_max($0, $1)$2, '')",
        "arg_min_text": "coalesce(arg_min($0, $1)$2, '')",
        "set": "list_filter(list(DISTINCT $0)$2, lambda \"·a\": \"·a\" IS NOT NULL)",
        "list": "list_filter(list($0$1)$2, lambda \"·a\": \"·a\" IS NOT NULL)",
        "list_nulls": "list($0$1)$2",
        "limited": "coalesce(to_json(list_slice($0, 1, $1)), '[]'::JSON)",
        "bag": .init(
            "coalesce(list_reduce(list_filter(list($0)$2, lambda \"·a\": json_type(\"·a\") = 'OBJECT'), "
                + "lambda \"·b\", \"·c\": json_merge_patch(\"·b\", \"·c\"), '{}'::JSON), '{}'::JSON)"),
        "percentile": "quantile_disc($0, $1)$2",
        "percentile_int": "quantile_disc($0, $1)$2::BIGINT",
    ]
}
