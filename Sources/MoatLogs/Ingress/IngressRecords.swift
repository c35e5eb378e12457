public import Foundation

/// Records as the ingress controller sends them to where they are kept: one JSON object a line, with the
/// columns of its table that no other has, `TimeGenerated` and `Type`.
public enum IngressRecords {
    /// The tables whose records may come so.
    public static let tables: [LogTable] = [.ingressAccess, .waf]
    /// The most records in one batch.
    public static let maximumCount = 4096
    /// The most bytes of one batch.
    public static let maximumBytes = 8 * 1024 * 1024
    /// How far a record's time may be ahead of the clock of who keeps it.
    public static let maximumLead: TimeInterval = 300

    /// The line of a record, with its end.
    public static func line(_ record: LogRecord) -> Data {
        var writer = LogRecordWriter(time: record.timeGenerated)
        record.write(to: &writer)
        writer.column("Type", record.table.rawValue)
        writer.finish()
        return Data(writer.bytes) + [UInt8(ascii: "\n")]
    }

    /// All records of a batch, or what is wrong with the first that cannot be taken.
    public static func records(_ batch: Data, now: Date) throws(LogFieldError) -> [LogRecord] {
        guard batch.count <= maximumBytes else {
            throw LogFieldError("the batch has \(batch.count) bytes, and may have \(maximumBytes)")
        }
        let lines = batch.split(separator: UInt8(ascii: "\n"), maxSplits: maximumCount)
        guard lines.count <= maximumCount else {
            throw LogFieldError("the batch has more than \(maximumCount) lines; send it in parts")
        }
        var records: [LogRecord] = []
        records.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            do {
                records.append(try record(line, now: now))
            } catch {
                throw LogFieldError("line \(index + 1): \(error)")
            }
        }
        return records
    }

    private static func record(_ line: Data, now: Date) throws -> LogRecord {
        let fields = try LogFields(line: line, tables: tables)
        let record: LogRecord =
            fields.table == .waf ? .waf(try MoatWaf(fields)) : .ingressAccess(try MoatIngressAccess(fields))
        guard record.timeGenerated.date.timeIntervalSince(now) <= maximumLead else {
            throw LogFieldError("TimeGenerated is \(record.timeGenerated), which is yet to come; set the clocks")
        }
        return record
    }
}
