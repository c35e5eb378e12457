extension DuckDBDialect {
    static let textTemplates: [String: SQLTemplate] = [
        "strlen": "length($0)",
        "string_size": "strlen($0)",
        "toupper": "upper($0)",
        "tolower": "lower($0)",
        "reverse": "reverse($0)",
        // A negative start counts from the end; without a length all that follows.
        "substring/2":
            "coalesce(substr($0, CASE WHEN $1 < 0 THEN greatest(length($0) + greatest($1, -2147483647), 0) ELSE least($1, 2147483647) END + 1), '')",
        "substring/3":
            "coalesce(substr($0, CASE WHEN $1 < 0 THEN greatest(length($0) + greatest($1, -2147483647), 0) ELSE least($1, 2147483647) END + 1, least(greatest($2, 0), 2147483647)), '')",
        "substring_constant": "substr($0, $1, $2)",
        "substring_at/2": "substr($0, $1)",
        "substring_at/3": "coalesce(substr($0, $1, least(greatest($2, 0), 2147483647)), '')",
        "indexof/2": "(instr($0, $1) - 1)",
        "indexof/3":
            "CASE WHEN instr(substr($0, least($2, 2147483647) + 1), $1) = 0 THEN -1 ELSE instr(substr($0, least($2, 2147483647) + 1), $1) - 1 + $2 END",
        "strcmp": "CASE WHEN $0 < $1 THEN -1::BIGINT WHEN $0 > $1 THEN 1 ELSE 0 END",
        "strrep/2": "repeat($0, least(greatest($1, 0), 1024))",
        "strrep/3": "array_to_string(list_transform(range(least(greatest($1, 0), 1024)), lambda \"·i\": $0), $2)",
        "replace_string": "replace($0, $1, $2)",
        "translate": "translate($2, $0, $1)",
        "strcat": "concat($0)",
        "strcat_array":
            "coalesce(array_to_string(list_transform(TRY_CAST($0 AS JSON[]), lambda \"·a\": coalesce(json_extract_string(\"·a\", '$'), '')), $1), '')",
        "split/2": "to_json(string_split($0, $1))",
        // Kusto gives an array of the one part.
        "split/3":
            "to_json(list_filter([string_split($0, $1)[least($2, 2147483647) + 1]], lambda \"·a\": \"·a\" IS NOT NULL))",
        "isempty": "($0 = '')",
        "isnull": "($0 IS NULL)",
        "isnull_dynamic": "($0 IS NULL OR json_type($0) = 'NULL')",
        "extract": "regexp_extract($0, $1, $2)",
        "extract_all": "regexp_extract_all($0, $1, $2)",
        "array": "to_json($0)",
        "extract_all_rows":
            "to_json(list_transform(list_zip($0), lambda \"·a\": struct_values(\"·a\")))",
        "replace_regex": "regexp_replace($0, $1, $2, 'g')",
        "countof":
            "CASE WHEN $1 = '' THEN 0::BIGINT ELSE (length($0) - length(replace($0, $1, ''))) // length($1) END",
        "countof_regex": "len(regexp_extract_all($0, $1))",
        "regex_quote": "regexp_escape($0)",
        "base64_encode_tostring": "base64(encode($0))",
        "base64_decode_tostring": "coalesce(TRY(decode(from_base64($0))), '')",
        "url_encode": "url_encode($0)",
        "url_decode": "coalesce(TRY(url_decode($0)), '')",
        "hash_sha256": "sha256($0)",
        "hash_sha1": "sha1($0)",
        "hash_md5": "md5($0)",
        "tohex": "coalesce(lower(to_hex($0)), '')",
        "parse_url": .init(parseURL),
        "bool_from_text":
            "CASE lower(trim($0)) WHEN 'true' THEN true WHEN 'false' THEN false ELSE TRY_CAST($0 AS DOUBLE) <> 0 END",
        "integer_from_text":
            "CASE WHEN regexp_full_match($0, '\\s*[-+]?(?:\\d+|0[xX][0-9a-fA-F]+)\\s*') THEN trim($0) END",
        "real_text":
            "CASE WHEN $0 IS NULL THEN '' WHEN isnan($0) THEN 'NaN' WHEN isinf($0) THEN CASE WHEN $0 > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE ($0)::VARCHAR END",
    ]

    /// RFC 3986, appendix B, with the authority taken apart.
    private static let parseURL =
        "CASE WHEN regexp_matches($0, '^[A-Za-z][A-Za-z0-9+.-]*:') THEN json_object("
        + #"'Scheme', regexp_extract($0, '^([A-Za-z][A-Za-z0-9+.-]*):', 1), "#
        + #"'Host', regexp_extract($0, '^[^:/?#]+://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)', 1), "#
        + #"'Port', regexp_extract($0, '^[^:/?#]+://(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*):(\d+)', 1), "#
        + #"'Path', regexp_extract($0, '^[^:/?#]+:(?://[^/?#]*)?([^?#]*)', 1), "#
        + #"'Username', regexp_extract($0, '^[^:/?#]+://([^/?#@:]*)(?::[^/?#@]*)?@', 1), "#
        + #"'Password', regexp_extract($0, '^[^:/?#]+://[^/?#@:]*:([^/?#@]*)@', 1), "#
        + #"'Query Parameters', list_reduce(list_transform(list_filter("#
        + #"string_split(regexp_extract($0, '\?([^#]*)', 1), '&'), lambda "·p": "·p" <> ''), lambda "·p": "#
        + #"json_object(split_part("·p", '=', 1), coalesce(TRY(url_decode(array_to_string(string_split("·p", '=')[2:], '='))), ''))), "#
        + #"lambda "·b", "·c": json_merge_patch("·b", "·c"), '{}'::JSON), "#
        + #"'Fragment', regexp_extract($0, '#(.*)$', 1)) ELSE NULL::JSON END"#
}
