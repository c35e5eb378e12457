import CDuckDB
import MoatModel

/// Writes rows into DuckDB's vectors, column by column, and hands them over when these are full.
final class DuckDBAppender: LogColumns {
    private var appender: cduckdb_appender?
    private var chunk: cduckdb_chunk?
    private let columns: Int
    private var vectors: [cduckdb_vector?]
    private var data: [UnsafeMutableRawPointer?]
    private let capacity: Int
    private var row = 0
    private var column = 0

    /// - Throws: `DuckDBError`
    init(connection: cduckdb_connection, schema: String?, table: String, types: [DuckDBType]) throws(DuckDBError) {
        columns = types.count
        vectors = Array(repeating: nil, count: types.count)
        data = Array(repeating: nil, count: types.count)
        capacity = Int(clamping: cduckdb_vector_size())
        guard cduckdb_appender_create(connection, schema, table, &appender) == 0 else {
            let error = DuckDBError(text: appender.flatMap { cduckdb_appender_error($0) })
            _ = cduckdb_appender_destroy(&appender)
            throw error
        }
        var logical = types.map { cduckdb_create_logical_type($0.number) }
        chunk = cduckdb_create_chunk(&logical, UInt64(types.count))
        for index in logical.indices { cduckdb_destroy_logical_type(&logical[index]) }
        find()
    }

    deinit {
        cduckdb_destroy_chunk(&chunk)
        // What was not finished is thrown away with its transaction.
        _ = cduckdb_appender_destroy(&appender)
    }

    private func find() {
        for index in 0..<columns {
            vectors[index] = chunk.flatMap { cduckdb_chunk_vector($0, UInt64(index)) }
            data[index] = vectors[index].flatMap { cduckdb_vector_data($0) }
        }
    }

    /// Ends a row, all of whose columns were written.
    ///
    /// - Throws: `DuckDBError`
    func endRow() throws(DuckDBError) {
        assert(column == columns, "a row has all columns")
        column = 0
        row += 1
        if row == capacity { try handOver() }
    }

    /// Hands over what was written; nothing is in the table before.
    ///
    /// - Throws: `DuckDBError`
    func finish() throws(DuckDBError) {
        try handOver()
        guard let appender, cduckdb_appender_flush(appender) == 0 else { throw failure }
    }

    private func handOver() throws(DuckDBError) {
        guard row > 0, let appender, let chunk else { return }
        cduckdb_chunk_set_size(chunk, UInt64(row))
        guard cduckdb_append_chunk(appender, chunk) == 0 else { throw failure }
        cduckdb_chunk_reset(chunk)
        find()
        row = 0
    }

    private var failure: DuckDBError {
        DuckDBError(text: appender.flatMap { cduckdb_appender_error($0) })
    }

    private func put<Number>(_ value: Number) {
        data[column]?.storeBytes(of: value, toByteOffset: row * MemoryLayout<Number>.stride, as: Number.self)
        column += 1
    }

    private func put(text: UnsafeBufferPointer<UInt8>) {
        if let vector = vectors[column] {
            text.withMemoryRebound(to: CChar.self) { text in
                cduckdb_vector_set_text(vector, UInt64(row), text.baseAddress, UInt64(text.count))
            }
        }
        column += 1
    }

    func column(_ name: StaticString, _ value: String) {
        var value = value
        value.withUTF8 { put(text: $0) }
    }

    func column(_ name: StaticString, _ value: Int) { put(Int32(clamping: value)) }

    func column(_ name: StaticString, long value: Int64) { put(value) }

    func column(_ name: StaticString, _ value: Bool) { put(value ? UInt8(1) : 0) }

    func column(_ name: StaticString, _ value: Double) { put(value) }

    func column(_ name: StaticString, _ value: LogTimestamp) { put(value.microseconds) }

    func column(_ name: StaticString, _ address: IPAddress?) {
        guard case .v4(let address) = address else { return column(name, address?.description ?? "") }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 15) { buffer in
            var length = 0
            for shift in [24, 16, 8, 0] as [UInt32] {
                let part = UInt8(truncatingIfNeeded: address.rawValue >> shift)
                for digit in [100, 10, 1] as [UInt8] where part >= digit || digit == 1 {
                    buffer[length] = UInt8(ascii: "0") + part / digit % 10
                    length += 1
                }
                if shift > 0 {
                    buffer[length] = UInt8(ascii: ".")
                    length += 1
                }
            }
            put(text: UnsafeBufferPointer(rebasing: buffer[..<length]))
        }
    }

    /// A value of any type; of a type that the column does not have, it is null.
    func column(_ type: DuckDBType, _ value: LogValue) {
        switch (type, value) {
        case (.boolean, .bool(let value)): put(value ? UInt8(1) : 0)
        case (.integer, .integer(let value)): put(Int32(clamping: value))
        case (.bigint, .integer(let value)), (.timestamp, .datetime(let value)): put(value)
        case (.double, .real(let value)): put(value)
        case (.double, .integer(let value)): put(Double(value))
        case (.varchar, .string(var value)), (.json, .string(var value)): value.withUTF8 { put(text: $0) }
        default:
            if let vector = vectors[column] { cduckdb_vector_set_null(vector, UInt64(row)) }
            column += 1
        }
    }
}
