extension DuckDBDialect {
    private static let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"

    private static func isAddress(_ text: String) -> String {
        "regexp_full_match(\(text), '(?:\(octet)\\.){3}\(octet)(?:/(?:3[0-2]|[12]?[0-9]))?')"
    }

    private static func number(_ text: String) -> String {
        "(split_part(\(text), '.', 1)::BIGINT * 16777216 + split_part(\(text), '.', 2)::BIGINT * 65536 + "
            + "split_part(\(text), '.', 3)::BIGINT * 256 + split_part(split_part(\(text), '.', 4), '/', 1)::BIGINT)"
    }

    private static func suffix(_ text: String) -> String {
        "coalesce(TRY_CAST(nullif(split_part(\(text), '/', 2), '') AS BIGINT), 32)"
    }

    private static func masked(_ number: String, _ length: String) -> String {
        "(\(number) & (4294967295 - (1::BIGINT << (32 - \(length))) + 1))"
    }

    private static func compared(_ length: String) -> String {
        "CASE WHEN \(isAddress("$0")) AND \(isAddress("$1")) THEN sign(\(masked(number("$0"), length)) - "
            + "\(masked(number("$1"), length)))::BIGINT END"
    }

    private static let shorter = "least(\(suffix("$0")), \(suffix("$1")))"
    private static let shortest = "least(\(suffix("$0")), \(suffix("$1")), $2)"

    private static func dotted(_ number: String) -> String {
        "concat((\(number) >> 24) & 255, '.', (\(number) >> 16) & 255, '.', (\(number) >> 8) & 255, '.', \(number) & 255)"
    }

    static let addressTemplates: [String: SQLTemplate] = [
        "parse_ipv4": .init("CASE WHEN \(isAddress("$0")) THEN \(masked(number("$0"), suffix("$0"))) END"),
        "parse_ipv4_mask": .init(
            "CASE WHEN \(isAddress("$0")) AND $1 BETWEEN 0 AND 32 THEN \(masked(number("$0"), "least($1, \(suffix("$0")))")) END"
        ),
        "ipv4_netmask_suffix": .init("CASE WHEN \(isAddress("$0")) THEN \(suffix("$0")) END"),
        "ipv4_is_private": .init(
            "CASE WHEN \(isAddress("$0")) THEN regexp_matches($0, '^(?:10\\.|192\\.168\\.|172\\.(?:1[6-9]|2[0-9]|3[01])\\.)') END"
        ),
        "ipv4_compare/2": .init(compared(shorter)),
        "ipv4_compare/3": .init(compared(shortest)),
        "ipv4_is_match/2": .init("(\(compared(shorter)) = 0)"),
        "ipv4_is_match/3": .init("(\(compared(shortest)) = 0)"),
        "ipv4_is_in_range": .init("(\(compared(suffix("$1"))) = 0)"),
        "between": "($0 BETWEEN $1 AND $2)",
        "format_ipv4": .init(
            "CASE WHEN $0 BETWEEN 0 AND 4294967295 AND $1 BETWEEN 0 AND 32 THEN \(dotted(masked("$0", "$1"))) ELSE '' END"
        ),
        "format_ipv4_mask": .init(
            "CASE WHEN $0 BETWEEN 0 AND 4294967295 AND $1 BETWEEN 0 AND 32 THEN concat(\(dotted(masked("$0", "$1"))), '/', $1) ELSE '' END"
        ),
    ]
}
