import CDuckDB

/// Turns the vectors of a result into values.
struct DuckDBResultReader {
    let names: [String]
    private let types: [Int]

    /// - Throws: `DuckDBError` where a column is of a type that has no `LogValue`.
    init(_ result: inout cduckdb_result) throws(DuckDBError) {
        var names: [String] = []
        var types: [Int] = []
        for column in 0..<cduckdb_column_count(&result) {
            let name = cduckdb_column_name(&result, column).map { String(cString: $0) } ?? ""
            let type = Int(cduckdb_column_type(&result, column))
            guard Self.known.contains(type) else {
                throw DuckDBError(.failed, "the column \(name) has DuckDB's type number \(type), which is not read")
            }
            names.append(name)
            types.append(type)
        }
        self.names = names
        self.types = types
    }

    private static let known: Set<Int> = Set(
        [
            CDUCKDB_BOOLEAN, CDUCKDB_TINYINT, CDUCKDB_SMALLINT, CDUCKDB_INTEGER, CDUCKDB_BIGINT, CDUCKDB_UTINYINT,
            CDUCKDB_USMALLINT, CDUCKDB_UINTEGER, CDUCKDB_UBIGINT, CDUCKDB_FLOAT, CDUCKDB_DOUBLE, CDUCKDB_TIMESTAMP,
            CDUCKDB_HUGEINT, CDUCKDB_VARCHAR, CDUCKDB_NULL,
        ].map { Int($0) })

    func append(_ chunk: cduckdb_chunk, atMost limit: Int, to rows: inout [[LogValue]]) {
        let count = min(limit, Int(clamping: cduckdb_chunk_size(chunk)))
        let first = rows.count
        let empty = [LogValue](repeating: .null, count: types.count)
        rows.append(contentsOf: repeatElement(empty, count: count))
        for (column, type) in types.enumerated() {
            guard let vector = cduckdb_chunk_vector(chunk, UInt64(column)), let data = cduckdb_vector_data(vector)
            else {
                continue
            }
            let validity = cduckdb_vector_validity(vector)
            for row in 0..<count {
                if let validity, validity[row / 64] >> UInt64(row % 64) & 1 == 0 { continue }
                rows[first + row][column] = Self.value(data, row, type)
            }
        }
    }

    private static func value(_ data: UnsafeMutableRawPointer, _ row: Int, _ type: Int) -> LogValue {
        func load<Number>(_: Number.Type) -> Number {
            data.load(fromByteOffset: row * MemoryLayout<Number>.stride, as: Number.self)
        }
        switch type {
        case Int(CDUCKDB_BOOLEAN): return .bool(load(UInt8.self) != 0)
        case Int(CDUCKDB_TINYINT): return .integer(Int64(load(Int8.self)))
        case Int(CDUCKDB_SMALLINT): return .integer(Int64(load(Int16.self)))
        case Int(CDUCKDB_INTEGER): return .integer(Int64(load(Int32.self)))
        case Int(CDUCKDB_BIGINT): return .integer(load(Int64.self))
        case Int(CDUCKDB_UTINYINT): return .integer(Int64(load(UInt8.self)))
        case Int(CDUCKDB_USMALLINT): return .integer(Int64(load(UInt16.self)))
        case Int(CDUCKDB_UINTEGER): return .integer(Int64(load(UInt32.self)))
        case Int(CDUCKDB_UBIGINT): return .integer(Int64(clamping: load(UInt64.self)))
        case Int(CDUCKDB_FLOAT): return .real(Double(load(Float.self)))
        case Int(CDUCKDB_DOUBLE): return .real(load(Double.self))
        case Int(CDUCKDB_TIMESTAMP): return .datetime(load(Int64.self))
        case Int(CDUCKDB_HUGEINT):
            // A sum of numbers of 64 bits; beyond those, the nearest that they hold.
            let sum = load(cduckdb_hugeint.self)
            if sum.upper == 0 { return .integer(Int64(clamping: sum.lower)) }
            if sum.upper == -1, sum.lower > UInt64(Int64.max) { return .integer(Int64(bitPattern: sum.lower)) }
            return .integer(sum.upper < 0 ? .min : .max)
        case Int(CDUCKDB_VARCHAR):
            return text(data + row * MemoryLayout<cduckdb_text>.stride)
        default: return .null
        }
    }

    private static func text(_ place: UnsafeMutableRawPointer) -> LogValue {
        let text = place.assumingMemoryBound(to: cduckdb_text.self)
        let length = Int(text.pointee.length)
        let bytes: UnsafeRawPointer? =
            length <= 12 ? UnsafeRawPointer(place + 4) : UnsafeRawPointer(text.pointee.tail.pointer)
        return .string(String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self))
    }
}
