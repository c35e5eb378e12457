extension DuckDBDialect {
    static let timeTemplates: [String: SQLTemplate] = {
        var all = timeTexts
        // Kusto: how often the start of the part lies between the two (datetime-diff-function).
        for (part, name) in [
            ("year", "year"), ("quarter", "quarter"), ("month", "month"), ("day", "day"), ("dayofyear", "day"),
            ("hour", "hour"), ("minute", "minute"), ("second", "second"), ("millisecond", "millisecond"),
            ("microsecond", "microsecond"),
        ] {
            all["diff_\(part)"] = SQLTemplate("date_diff('\(name)', $1, $0)")
        }
        // Weeks begin on Sunday.
        all["diff_week_of_year"] =
            "((date_trunc('week', $0 + INTERVAL 1 DAY)::DATE - date_trunc('week', $1 + INTERVAL 1 DAY)::DATE) // 7)"
        all["diff_nanosecond"] = "TRY_CAST((epoch_us($0) - epoch_us($1))::HUGEINT * 1000 AS BIGINT)"
        // Numbers that would leave Kusto's range anyway are cut, so that none fails a query.
        for (part, unit, most) in [
            ("year", "to_years", 20_000), ("month", "to_months", 240_000), ("day", "to_days", 7_300_000),
            ("dayofyear", "to_days", 7_300_000), ("week_of_year", "to_weeks", 1_040_000),
        ] {
            all["add_\(part)"] = SQLTemplate("($1 + \(unit)(least(greatest($0, -\(most)), \(most))::INTEGER))")
        }
        for (part, unit, most) in [
            ("hour", "to_hours", 175_000_000), ("minute", "to_minutes", 10_500_000_000),
            ("second", "to_seconds", 630_000_000_000), ("millisecond", "to_milliseconds", 630_000_000_000_000),
            ("microsecond", "to_microseconds", 630_000_000_000_000_000),
        ] {
            all["add_\(part)"] = SQLTemplate("($1 + \(unit)(least(greatest($0, -\(most)), \(most))))")
        }
        all["add_quarter"] = "($1 + to_months(least(greatest($0, -80000), 80000)::INTEGER * 3))"
        all["add_nanosecond"] = "($1 + to_microseconds($0 // 1000))"
        for (unit, name) in [("day", "days"), ("month", "months"), ("year", "years")] {
            all["startof\(unit)"] = SQLTemplate(
                "(date_trunc('\(unit)', $0) + to_\(name)(least(greatest($1, -100000), 100000)::INTEGER))")
            all["endof\(unit)"] = SQLTemplate(
                "(date_trunc('\(unit)', $0) + to_\(name)((least(greatest($1, -100000), 100000) + 1)::INTEGER) - INTERVAL 1 MICROSECOND)"
            )
        }
        return all
    }()

    private static let timeTexts: [String: SQLTemplate] = [
        "or_empty": "CASE WHEN $1 IS NULL THEN '' ELSE $0 END",
        "datetime_from_text":
            "coalesce(TRY_CAST(nullif($0, '') AS TIMESTAMP), try_strptime($0, ['%a, %d %b %y %H:%M:%S GMT', '%a, %d %b %y %H:%M:%S', '%a, %d %b %y %H:%M', '%a, %d %b %Y %H:%M:%S GMT', '%d %b %y %H:%M:%S GMT', '%d %b %y %H:%M:%S', '%d %b %y %H:%M', '%A, %d-%b-%y %H:%M:%S GMT', '%A, %d-%b-%y %H:%M:%S', '%d-%b-%y %H:%M:%S', '%d-%b-%y %H:%M']))",
        "timespan_from_text": .init(timespanFromText),
        "timespan_text": .init(
            "CASE WHEN $0 IS NULL THEN '' ELSE concat(CASE WHEN $0 < 0 THEN '-' END, "
                + "CASE WHEN abs(greatest($0, -9223372036854775807)) >= 864000000000 THEN (abs(greatest($0, -9223372036854775807)) // 864000000000)::VARCHAR || '.' END, "
                + "printf('%02d:%02d:%02d', abs(greatest($0, -9223372036854775807)) // 36000000000 % 24, abs(greatest($0, -9223372036854775807)) // 600000000 % 60, abs(greatest($0, -9223372036854775807)) // 10000000 % 60), "
                + "CASE WHEN $0 % 10000000 <> 0 THEN '.' || lpad((abs(greatest($0, -9223372036854775807)) % 10000000)::VARCHAR, 7, '0') END) END"
        ),
        "timespan_d":
            "lpad((abs(greatest($0, -9223372036854775807)) // 864000000000)::VARCHAR, greatest($1, length((abs(greatest($0, -9223372036854775807)) // 864000000000)::VARCHAR))::INTEGER, '0')",
        "timespan_H":
            "lpad((abs(greatest($0, -9223372036854775807)) // 36000000000 % 24)::VARCHAR, greatest($1, length((abs(greatest($0, -9223372036854775807)) // 36000000000 % 24)::VARCHAR))::INTEGER, '0')",
        "timespan_m":
            "lpad((abs(greatest($0, -9223372036854775807)) // 600000000 % 60)::VARCHAR, greatest($1, length((abs(greatest($0, -9223372036854775807)) // 600000000 % 60)::VARCHAR))::INTEGER, '0')",
        "timespan_s":
            "lpad((abs(greatest($0, -9223372036854775807)) // 10000000 % 60)::VARCHAR, greatest($1, length((abs(greatest($0, -9223372036854775807)) // 10000000 % 60)::VARCHAR))::INTEGER, '0')",
        "timespan_f": "left(lpad((abs(greatest($0, -9223372036854775807)) % 10000000)::VARCHAR, 7, '0'), $1)",
        "timespan_F":
            "rtrim(left(lpad((abs(greatest($0, -9223372036854775807)) % 10000000)::VARCHAR, 7, '0'), $1), '0')",
        "make_datetime":
            "TRY(make_timestamp($0, $1, $2, $3, $4, $5::DOUBLE))",
        "make_timespan":
            "TRY_CAST(round((($0::DOUBLE * 86400 + $1 * 3600 + trunc($2) * 60) + $3) * 10000000) AS BIGINT)",
        "unixtime_seconds_todatetime": .init(moment("round($0 * 1000000::DOUBLE)")),
        "unixtime_milliseconds_todatetime": .init(moment("round($0 * 1000::DOUBLE)")),
        "unixtime_microseconds_todatetime": .init(moment("round($0)")),
        "unixtime_nanoseconds_todatetime": .init(moment("($0 // 1000)")),
        // Weeks begin on Sunday.
        "startofweek":
            "(date_trunc('week', $0 + INTERVAL 1 DAY) - INTERVAL 1 DAY + to_weeks(least(greatest($1, -100000), 100000)::INTEGER))",
        "endofweek":
            "(date_trunc('week', $0 + INTERVAL 1 DAY) - INTERVAL 1 DAY + to_weeks((least(greatest($1, -100000), 100000) + 1)::INTEGER) - INTERVAL 1 MICROSECOND)",
        "hourofday": "hour($0)::INTEGER",
        "dayofmonth": "day($0)::INTEGER",
        "dayofyear": "dayofyear($0)::INTEGER",
        "monthofyear": "month($0)::INTEGER",
        "getyear": "year($0)::INTEGER",
        // Days since the last Sunday, as a timespan.
        "dayofweek": "(dayofweek($0) * 864000000000)",
        "week_of_year": "week($0)",
        "part_year": "year($0)",
        "part_quarter": "quarter($0)",
        "part_month": "month($0)",
        "part_week_of_year": "week($0)",
        "part_day": "day($0)",
        "part_dayofyear": "dayofyear($0)",
        "part_hour": "hour($0)",
        "part_minute": "minute($0)",
        "part_second": "second($0)",
        "part_millisecond": "(epoch_us($0) // 1000 % 1000)",
        "part_microsecond": "(epoch_us($0) % 1000000)",
        "part_nanosecond": "(epoch_us($0) % 1000000 * 1000)",
    ]

    /// A moment from microseconds since 1970; null where it is out of Kusto's range.
    static func moment(_ microseconds: String) -> String {
        "make_timestamp(CASE WHEN \(microseconds) BETWEEN -62135596800000000 AND 253402300799999999 "
            + "THEN (\(microseconds))::BIGINT END)"
    }

    /// `[-][d.]hh:mm[:ss[.fffffff]]`, or a number with a unit, or a number of days.
    private static let timespanFromText =
        #"CASE WHEN regexp_full_match($0, '-?(?:\d{1,8}\.)?\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d{1,7})?)?') THEN "#
        + "CASE WHEN $0 LIKE '-%' THEN -1 ELSE 1 END * ("
        + #"(coalesce(TRY_CAST(regexp_extract($0, '^-?(\d+)\.\d+:', 1) AS BIGINT), 0) * 86400 + "#
        + #"regexp_extract($0, '(\d+):', 1)::BIGINT * 3600 + regexp_extract($0, ':(\d+)', 1)::BIGINT * 60 + "#
        + #"coalesce(TRY_CAST(regexp_extract($0, ':\d+:(\d+)', 1) AS BIGINT), 0)) * 10000000 + "#
        + #"coalesce(TRY_CAST(rpad(regexp_extract($0, ':\d+:\d+\.(\d+)', 1), 7, '0') AS BIGINT), 0)) "#
        + #"WHEN regexp_full_match($0, '-?\d+(?:\.\d+)?(?:d|h|m|s|ms)?') THEN "#
        + #"TRY_CAST(round(TRY_CAST(regexp_extract($0, '^-?[\d.]+') AS DOUBLE) * CASE regexp_extract($0, '[a-z]+$') "#
        + "WHEN 'h' THEN 36000000000 WHEN 'm' THEN 600000000 WHEN 's' THEN 10000000 WHEN 'ms' THEN 10000 "
        + "ELSE 864000000000 END) AS BIGINT) END"
}
