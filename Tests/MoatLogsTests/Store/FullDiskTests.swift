import Foundation
import Logging
import Synchronization
import Testing

@testable import MoatLogs

/// On a small file system of its own, which wants root.
@Suite(.enabled(if: geteuid() == 0, "only root can mount"))
final class FullDiskTests {
    private let directory: TemporaryDirectory
    private let origin = LogOrigin(firewall: "edge")
    private var filler: URL { directory.url.appendingPathComponent("filler") }

    init() throws {
        directory = try TemporaryDirectory()
        try #require(mount("moat-test", directory.url.path, "tmpfs", 0, "size=8m") == 0)
    }

    deinit { umount2(directory.url.path, Int32(MNT_DETACH)) }

    private func store(_ logger: Logger) throws -> DuckDBStore {
        // Old enough for the records below, which are of 1970.
        try DuckDBStore(
            directory: directory.url, origin: origin, retention: LogRetention(age: 1e10), logger: logger)
    }

    /// Takes all room that is left.
    private func fill() throws {
        let descriptor = open(filler.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        for size in [65_536, 4096, 1] {
            let bytes = [UInt8](repeating: 1, count: size)
            while write(descriptor, bytes, size) > 0 {}
        }
    }

    private func records(_ count: Int) throws -> [LogRecord] {
        try (1...count).map { try LogRecordTests.networkRule(at: Int64($0) * 1_000_000_000) }
    }

    @Test func filteringGoesOnAndStoringComesBack() throws {
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in LogLinesHandler(lines: lines) }
        var stored = 0
        do {
            let store = try store(logger)
            let writer = LogWriter(store: store, origin: origin, logger: logger)
            writer.append(try records(100))
            while try store.read(tables: [.networkRule], since: nil, limit: 1).isEmpty { usleep(10_000) }
            try fill()
            let clock = ContinuousClock()
            var slowest = Duration.zero
            var offered = 150
            let batch = try records(2000)
            let unstored = { writer.losses["log records that could not be stored"] ?? 0 }
            for _ in 0..<1000 where unstored() < 10_000 {
                slowest = max(slowest, clock.measure { writer.append(batch) })
                offered += batch.count
                usleep(20_000)
            }
            #expect(unstored() >= 10_000)
            #expect(slowest < .seconds(2))
            #expect(lines.all.filter { $0.contains("cannot be stored") }.count == 1, "\(lines.all)")
            // Questions are answered meanwhile.
            #expect(try store.read(tables: [.networkRule], since: nil, limit: 1).count == 1)
            try FileManager.default.removeItem(at: filler)
            // It tries again once a second.
            usleep(1_100_000)
            writer.append(try records(50))
            writer.stop()
            #expect(lines.all.filter { $0.contains("stored again") }.count == 1, "\(lines.all)")
            stored = try store.read(tables: Set(LogTable.allCases), since: nil, limit: 1_000_000).count
            let dropped = writer.losses.filter { $0.key.contains("dropped") }.values.reduce(0, +)
            // And the counts of each minute.
            #expect(UInt64(stored) + unstored() + dropped >= UInt64(offered))
        }
        let again = try store(logger)
        #expect(try again.read(tables: Set(LogTable.allCases), since: nil, limit: 1_000_000).count == stored)
        #expect(again.losses["log records lost in a crash"] == 0)
    }

    @Test func aStoreOpensOnAFullDisk() throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        do { try store(logger).write(try records(10)) }
        try fill()
        let store = try store(logger)
        #expect(try store.read(tables: [.networkRule], since: nil, limit: 100).count == 10)
        #expect(throws: (any Error).self) { try store.write(try records(50_000)) }
        try FileManager.default.removeItem(at: filler)
        usleep(1_100_000)
        try store.write(try records(10))
        #expect(try store.read(tables: [.networkRule], since: nil, limit: 100).count == 20)
    }
}
