import Foundation
import Logging
import MoatLogsTestSupport
import Testing

@testable import MoatLogs

struct LogWriterTests {
    private let store = MemoryLogStore()

    private func writer(capacity: Int = 100) -> LogWriter {
        LogWriter(
            store: store, origin: LogOrigin(firewall: "edge"), capacity: capacity, logger: Logger(label: "test"))
    }

    private var decisions: [LogLine] {
        store.lines.filter { !$0.table.isAggregation }
    }

    @Test func whatHasNotEndedIsAggregatedAtTheEnd() throws {
        let writer = writer()
        writer.append([try LogRecordTests.natRule(at: LogTimestamp.now().nanoseconds)])
        writer.stop()
        #expect(store.lines.map(\.table) == [.natRule, .natRuleAggregation])
    }

    @Test func recordsAreStoredInOrder() throws {
        let writer = writer()
        let records = try (1...5).map { try LogRecordTests.networkRule(at: $0 * 1_000_000_000) }
        writer.append(records)
        writer.stop()
        #expect(decisions.map(\.time.timeIntervalSince1970) == [1, 2, 3, 4, 5])
        #expect(writer.losses.values.allSatisfy { $0 == 0 })
    }

    @Test func whatDoesNotFitIsDroppedAndCounted() throws {
        let gate = DispatchSemaphore(value: 0)
        store.wait(at: gate)
        let writer = writer(capacity: 10)
        writer.append(try (1...25).map { try LogRecordTests.networkRule(at: $0 * 1_000_000_000) })
        #expect(writer.losses["log records dropped, AZFWNetworkRule"] == 15)
        store.wait(at: nil)
        gate.signal()
        writer.stop()
        #expect(decisions.count == 10)
    }

    @Test func whatCannotBeStoredIsCountedAndFilteringGoesOn() throws {
        store.fail(LogQueryError(.failed, "no space left on device"))
        let writer = writer()
        writer.append([try LogRecordTests.networkRule()])
        writer.stop()
        // With the count of its minute.
        #expect(writer.losses["log records that could not be stored"] == 2)
        #expect(store.accepted == 2 && store.givenUp == 2)
    }

    @Test func aFollowerSeesItsTablesFromNowOn() async throws {
        let writer = writer()
        let stream = writer.follow(tables: [.natRule])
        writer.append([try LogRecordTests.networkRule(), try LogRecordTests.natRule()])
        writer.stop()
        var seen: [LogTable] = []
        for await line in stream { seen.append(line.table) }
        #expect(seen == [.natRule])
    }
}
