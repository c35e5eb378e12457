/// The SQL of DuckDB 2.
public struct DuckDBDialect: SQLDialect {
    public init() {}

    public func identifier(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    public func literal(_ literal: KQLLiteral) -> String {
        switch literal {
        case .null(.string): "''"
        case .null(let type): "NULL::\(Self.typeName(type))"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): value < 0 ? "(\(value))" : "\(value)"
        case .long(.min): "(-9223372036854775807::BIGINT - 1)"
        case .long(let value), .timespan(let value): value < 0 ? "(\(value)::BIGINT)" : "\(value)::BIGINT"
        case .real(let value): Self.real(value)
        case .string(let value), .guid(let value): Self.quoted(value)
        case .datetime(let value): "TIMESTAMP '\(CivilTime(microseconds: value).sqlText)'"
        case .dynamic(.null): "NULL::JSON"
        case .dynamic(let value): Self.quoted(value.json) + "::JSON"
        }
    }

    public func scalar(_ operation: String, _ arguments: [String]) -> String? {
        Self.scalarTemplates[operation]?.filled(arguments)
    }

    public func aggregate(_ operation: String, _ arguments: [String]) -> String? {
        Self.aggregateTemplates[operation]?.filled(arguments)
    }

    static func typeName(_ type: KQLType) -> String {
        switch type {
        case .bool: "BOOLEAN"
        case .int: "INTEGER"
        case .long, .timespan: "BIGINT"
        case .real: "DOUBLE"
        case .string, .guid: "VARCHAR"
        case .datetime: "TIMESTAMP"
        case .dynamic: "JSON"
        }
    }

    /// A text in quotes. DuckDB keeps no text with a NUL, so a NUL is left out; backslashes mean
    /// nothing.
    static func quoted(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars where scalar.value != 0 {
            if scalar == "'" { result += "'" }
            result.unicodeScalars.append(scalar)
        }
        return result + "'"
    }

    private static func real(_ value: Double) -> String {
        if value.isNaN { return "'nan'::DOUBLE" }
        if value.isInfinite { return value < 0 ? "'-inf'::DOUBLE" : "'inf'::DOUBLE" }
        let text = "\(value)"
        // Without an exponent it would be a decimal.
        let exact = text.contains("e") ? text : text + "e0"
        return value.sign == .minus ? "(\(exact))" : exact
    }

    static let scalarTemplates: [String: SQLTemplate] = [
        textTemplates, numberTemplates, timeTemplates, dynamicTemplates, addressTemplates, operatorTemplates,
    ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
}
