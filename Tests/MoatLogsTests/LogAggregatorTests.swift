import MoatModel
import Testing

@testable import MoatLogs

struct LogAggregatorTests {
    private static let minute: Int64 = 60_000_000_000

    private func counts(_ records: [LogRecord]) -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        for case .networkRuleAggregation(let record) in records {
            counts[record.timeGenerated.nanoseconds / Self.minute, default: 0] += record.networkRuleCount
        }
        return counts
    }

    @Test func minutesAreApartAndComeWhenTheyHaveEnded() throws {
        var aggregator = LogAggregator()
        let times: [Int64] = [10 * Self.minute, 11 * Self.minute - 1, 11 * Self.minute]
        aggregator.add(try times.map { try LogRecordTests.networkRule(at: $0) })
        let second: Int64 = 1_000_000_000
        #expect(aggregator.take(at: LogTimestamp(nanoseconds: 11 * Self.minute + second)).isEmpty)
        #expect(counts(aggregator.take(at: LogTimestamp(nanoseconds: 11 * Self.minute + 2 * second))) == [10: 2])
        #expect(aggregator.take(at: LogTimestamp(nanoseconds: 12 * Self.minute)).isEmpty)
        #expect(counts(aggregator.take(at: LogTimestamp(nanoseconds: 12 * Self.minute + 2 * second))) == [11: 1])
        #expect(aggregator.takeAll().isEmpty)
    }

    @Test func whatComesLateIsCountedInItsMinuteStill() throws {
        var aggregator = LogAggregator()
        aggregator.add([try LogRecordTests.networkRule(at: 10 * Self.minute)])
        #expect(counts(aggregator.take(at: LogTimestamp(nanoseconds: 12 * Self.minute))) == [10: 1])
        aggregator.add([try LogRecordTests.networkRule(at: 10 * Self.minute + 5)])
        #expect(counts(aggregator.take(at: LogTimestamp(nanoseconds: 14 * Self.minute))) == [10: 1])
    }

    @Test func rulesAreApartAndTheDefaultIsNamed() throws {
        var aggregator = LogAggregator()
        aggregator.add(
            [
                try LogRecordTests.networkRule(rule: "a"), try LogRecordTests.networkRule(rule: "b"),
                try LogRecordTests.networkRule(rule: "a"), try LogRecordTests.networkRule(rule: ""),
                try LogRecordTests.natRule(), try LogRecordTests.applicationRule(), try LogRecordTests.dnsQuery(),
            ])
        var found: [String: Int] = [:]
        for record in aggregator.takeAll() {
            switch record {
            case .networkRuleAggregation(let record):
                found["network \(record.rule) \(record.isDefaultRule)"] = record.networkRuleCount
            case .natRuleAggregation(let record): found["nat \(record.rule)"] = record.natRuleCount
            case .applicationRuleAggregation(let record):
                found["application \(record.fqdn)"] = record.applicationRuleCount
            default: Issue.record("\(record.table)")
            }
        }
        #expect(
            found == [
                "network a false": 2, "network b false": 1, "network  true": 1, "nat web": 1,
                "application docker.io": 1,
            ])
    }

    @Test func kindsAreBoundedAndTheRestIsCounted() throws {
        var aggregator = LogAggregator(capacity: 3)
        aggregator.add(try (0..<10).map { try LogRecordTests.networkRule(rule: "r\($0)") })
        aggregator.add([try LogRecordTests.networkRule(rule: "r0"), try LogRecordTests.natRule()])
        #expect(aggregator.overflow == 8)
        #expect(counts(aggregator.takeAll()).values.reduce(0, +) == 4)
        aggregator.add([try LogRecordTests.natRule()])
        #expect(aggregator.takeAll().count == 1)
    }
}
