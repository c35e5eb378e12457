import Foundation
import MoatLogs
import Synchronization

/// Keeps records in memory.
final class MemoryLogStore: LogStore {
    private let lines = Mutex<[LogLine]>([])

    func write(_ batch: [LogLine]) throws {
        lines.withLock { $0 += batch }
    }

    func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine] {
        lines.withLock { lines in Array(lines.filter { tables.contains($0.table) }.suffix(limit)) }
    }
}
