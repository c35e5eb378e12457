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
        all["diff_nanosecond"] = "((epoch_us($0) - epoch_us($1)) * 1000)"
        for (part, unit) in [
            ("year", "to_years"), ("month", "to_months"), ("day", "to_days"), ("dayofyear", "to_days"),
            ("week_of_year", "to_weeks"),
        ] {
            all["add_\(part)"] = SQLTemplate("TRY($1 + \(unit)($0::INTEGER))")
        }
        for (part, unit) in [
            ("hour", "to_hours"), ("minute", "to_minutes"), ("second", "to_seconds"), ("millisecond", "to_milliseconds"),
            ("microsecond", "to_microseconds"),
        ] {
            all["add_\(part)"] = SQLTemplate("TRY($1 + \(unit)($0))")
        }
        all["add_quarter"] = "TRY($1 + to_months(($0 * 3)::INTEGER))"
        all["add_nanosecond"] = "TRY($1 + to_microseconds($0 // 1000))"
        for (unit, name) in [("day", "days"), ("month", "months"), ("year", "years")] {
            all["startof\(unit)"] = SQLTemplate("(date_trunc('\(unit)', $0) + to_\(name)($1::INTEGER))")
            all["endof\(unit)"] = SQLTemplate(
                "(date_trunc('\(unit)', $0) + to_\(name)(($1 + 1)::INTEGER) - INTERVAL 1 MICROSECOND)")
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
                + "CASE WHEN abs($0) >= 864000000000 THEN (abs($0) // 864000000000)::VARCHAR || '.' END, "
                + "printf('%02d:%02d:%02d', abs($0) // 36000000000 % 24, abs($0) // 600000000 % 60, abs($0) // 10000000 % 60), "
                + "CASE WHEN $0 % 10000000 <> 0 THEN '.' || lpad((abs($0) % 10000000)::VARCHAR, 7, '0') END) END"),
        "timespan_d": "lpad((abs($0) // 864000000000)::VARCHAR, greatest($1, length((abs($0) // 864000000000)::VARCHAR))::INTEGER, '0')",
        "timespan_H": "lpad((abs($0) // 36000000000 % 24)::VARCHAR, greatest($1, length((abs($0) // 36000000000 % 24)::VARCHAR))::INTEGER, '0')",
        "timespan_m": "lpad((abs($0) // 600000000 % 60)::VARCHAR, greatest($1, length((abs($0) // 600000000 % 60)::VARCHAR))::INTEGER, '0')",
        "timespan_s": "lpad((abs($0) // 10000000 % 60)::VARCHAR, greatest($1, length((abs($0) // 10000000 % 60)::VARCHAR))::INTEGER, '0')",
        "timespan_f": "left(lpad((abs($0) % 10000000)::VARCHAR, 7, '0'), $1)",
        "timespan_F": "rtrim(left(lpad((abs($0) % 10000000)::VARCHAR, 7, '0'), $1), '0')",
        "make_datetime":
            "TRY(make_timestamp($0, $1, $2, $3, $4, $5::DOUBLE))",
        "make_timespan":
            "(($0 * 86400 + $1 * 3600 + $2::BIGINT * 60) * 10000000 + round($3 * 10000000)::BIGINT)",
        "unixtime_seconds_todatetime": "make_timestamp(round($0 * 1000000)::BIGINT)",
        "unixtime_milliseconds_todatetime": "make_timestamp(round($0 * 1000)::BIGINT)",
        "unixtime_microseconds_todatetime": "make_timestamp(round($0)::BIGINT)",
        "unixtime_nanoseconds_todatetime": "make_timestamp(($0 // 1000)::BIGINT)",
        // Weeks begin on Sunday.
        "startofweek": "(date_trunc('week', $0 + INTERVAL 1 DAY) - INTERVAL 1 DAY + to_weeks($1::INTEGER))",
        "endofweek":
            "(date_trunc('week', $0 + INTERVAL 1 DAY) - INTERVAL 1 DAY + to_weeks(($1 + 1)::INTEGER) - INTERVAL 1 MICROSECOND)",
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
