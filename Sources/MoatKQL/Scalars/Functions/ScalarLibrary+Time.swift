extension ScalarLibrary {
    static let timeFunctions: [ScalarFunction] = [
        ScalarFunction("now", "timespan?") { arguments, context throws(KQLFunctionError) in
            let now = context.constant(.datetime(context.now))
            return arguments.isEmpty ? now : try arithmetic(.add, now, arguments[0], context)
        },
        ScalarFunction("ago", "timespan") { arguments, context throws(KQLFunctionError) in
            try arithmetic(.subtract, context.constant(.datetime(context.now)), arguments[0], context)
        },
        ScalarFunction("format_datetime", "datetime text") { arguments, context throws(KQLFunctionError) in
            guard case .string(let format) = arguments[1].literal,
                let sql = context.dialect.formatted(datetime: arguments[0].sql, format: format)
            else {
                throw KQLFunctionError(
                    kind: .argumentValue,
                    message:
                        "format_datetime() takes a constant format of yyyy, yy, MM, M, dd, d, HH, H, hh, h, mm, m, ss, s, "
                        + "f to fffffff, F to FFFFFFF, tt and the delimiters / - : , . _ [ ] and space",
                    argument: 1)
            }
            return try context.operation("or_empty", [TypedSQL(type: .string, sql: sql), arguments[0]], .string)
        },
        ScalarFunction("format_timespan", "timespan text") { arguments, context throws(KQLFunctionError) in
            guard case .string(let format) = arguments[1].literal, let pieces = TimeSpanFormat.pieces(format) else {
                throw KQLFunctionError(
                    kind: .argumentValue,
                    message:
                        "format_timespan() takes a constant format of d to dddddddd, HH, H, hh, h, mm, m, ss, s, f to fffffff, "
                        + "F to FFFFFFF and the delimiters / - : , . _ [ ] and space",
                    argument: 1)
            }
            var parts: [String] = []
            for piece in pieces {
                switch piece {
                case .text(let text): parts.append(context.constant(.string(text)).sql)
                case .unit(let letter, let count):
                    let width = context.constant(.int(Int32(count)))
                    parts.append(try context.operation("timespan_\(letter)", [arguments[0], width], .string).sql)
                }
            }
            let text = try context.operation(
                "strcat", [TypedSQL(type: .string, sql: parts.joined(separator: ", "))], .string)
            return try context.operation("or_empty", [text, arguments[0]], .string)
        },
        ScalarFunction("make_datetime", "long long long long? long? real?") {
            arguments, context throws(KQLFunctionError) in
            let zero = context.constant(.long(0))
            let all = arguments + Array(repeating: zero, count: 6 - arguments.count)
            return try context.operation("make_datetime", all, .datetime)
        },
        ScalarFunction("make_timespan", "long long real? real?") { arguments, context throws(KQLFunctionError) in
            // make_timespan(hour, minute), (hour, minute, second), (day, hour, minute, second).
            let zero = context.constant(.long(0))
            let all: [TypedSQL] =
                switch arguments.count {
                case 2: [zero, arguments[0], arguments[1], zero]
                case 3: [zero] + arguments
                default: arguments
                }
            return try context.operation("make_timespan", all, .timespan)
        },
        ScalarFunction("unixtime_seconds_todatetime", "number", .type(.datetime), naming: .first),
        ScalarFunction("unixtime_milliseconds_todatetime", "number", .type(.datetime), naming: .first),
        ScalarFunction("unixtime_microseconds_todatetime", "number", .type(.datetime), naming: .first),
        ScalarFunction("unixtime_nanoseconds_todatetime", "number", .type(.datetime), naming: .first),
    ]
}
