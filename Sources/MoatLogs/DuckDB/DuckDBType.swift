import CDuckDB

/// The types of columns that Moat makes.
enum DuckDBType: String, Hashable, Sendable {
    case boolean = "BOOLEAN"
    case integer = "INTEGER"
    case bigint = "BIGINT"
    case double = "DOUBLE"
    case timestamp = "TIMESTAMP"
    case varchar = "VARCHAR"
    case json = "JSON"

    init(_ type: LogColumn.ValueType) {
        self =
            switch type {
            case .bool: .boolean
            case .int: .integer
            case .long: .bigint
            case .real: .double
            case .string: .varchar
            case .datetime: .timestamp
            }
    }

    init(_ kind: LogExternalTable.Column.Kind) {
        self =
            switch kind {
            case .bool: .boolean
            case .int: .integer
            case .long: .bigint
            case .real: .double
            case .string: .varchar
            case .datetime: .timestamp
            case .json: .json
            }
    }

    /// JSON is text with another name.
    var number: Int32 {
        switch self {
        case .boolean: Int32(CDUCKDB_BOOLEAN)
        case .integer: Int32(CDUCKDB_INTEGER)
        case .bigint: Int32(CDUCKDB_BIGINT)
        case .double: Int32(CDUCKDB_DOUBLE)
        case .timestamp: Int32(CDUCKDB_TIMESTAMP)
        case .varchar, .json: Int32(CDUCKDB_VARCHAR)
        }
    }
}
