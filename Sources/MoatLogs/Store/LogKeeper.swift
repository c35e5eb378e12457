import Foundation

/// Deletes records that are too old or too many, once a minute.
struct LogKeeper {
    private let file: URL
    private let retention: LogRetention
    private let interval: Double
    private var last = Date.distantPast

    /// It has work every `interval` seconds.
    init(file: URL, retention: LogRetention, interval: Double = 60) {
        self.file = file
        self.retention = retention
        self.interval = interval
    }

    /// - Throws: `DuckDBError`; what was not deleted is tried again an interval later.
    mutating func run(_ connection: DuckDBConnection, at now: Date) throws {
        guard now.timeIntervalSince(last) >= interval else { return }
        last = now
        try delete(connection, before: now.addingTimeInterval(-retention.age))
        guard bytes > retention.bytes else { return }
        // The write-ahead log goes into the file first, where it takes less, and what was deleted
        // before gives its room back. Where that cannot be, nobody knows how much is too much:
        // nothing more is deleted.
        try connection.execute("CHECKPOINT")
        let used = try usedBytes(connection)
        guard used > retention.bytes else { return }
        // A tenth more than must be, so that this is not for every minute.
        let part = 1 - 0.9 * Double(retention.bytes) / Double(used)
        if let time = try timeOf(part: part, connection) { try delete(connection, before: time) }
        // Gives the room of deleted records back to the file, for new ones.
        try connection.execute("CHECKPOINT")
    }

    private var bytes: Int {
        ["", ".wal"].reduce(0) { sum, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.path + suffix)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    private func usedBytes(_ connection: DuckDBConnection) throws -> Int {
        let result = try connection.query("SELECT (block_size * used_blocks)::BIGINT FROM pragma_database_size()")
        guard case .integer(let bytes)? = result.rows.first?.first else { return 0 }
        return Int(bytes)
    }

    /// The time before which this part of all records lies, from a sample of them.
    private func timeOf(part: Double, _ connection: DuckDBConnection) throws -> Date? {
        let times = LogTable.allCases.map {
            "SELECT TimeGenerated FROM \(LogSchema.stored).\(LogSchema.quoted($0.rawValue))"
        }
        let result = try connection.query(
            """
            SELECT epoch_us(quantile_disc(TimeGenerated, \(min(max(part, 0), 1)))) FROM \
            (SELECT TimeGenerated FROM (\(times.joined(separator: " UNION ALL "))) USING SAMPLE 20000)
            """)
        guard case .integer(let microseconds)? = result.rows.first?.first else { return nil }
        return Date(timeIntervalSince1970: Double(microseconds) / 1e6)
    }

    private func delete(_ connection: DuckDBConnection, before time: Date) throws {
        let microseconds = LogTimestamp(time).microseconds
        for table in LogTable.allCases {
            try connection.execute(
                "DELETE FROM \(LogSchema.stored).\(LogSchema.quoted(table.rawValue)) WHERE TimeGenerated < make_timestamp(\(microseconds)::BIGINT)"
            )
        }
    }
}
