import Foundation
import Testing

@testable import MoatPolicy

struct RuleCounterTableTests {
    @Test func threadsAddUp() async {
        let table = RuleCounterTable()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var writer = table.writer()
                    for rule in UInt32(1)...3000 {
                        writer.hit(rule, at: 1_000)
                        writer.add(rule, packets: 2, bytes: 100)
                    }
                }
            }
        }
        let counters = table.counters()
        #expect(counters.count == 3000)
        #expect(
            counters[2999]
                == RuleCounters(hits: 4, packets: 8, bytes: 400, lastHit: Date(timeIntervalSince1970: 1_000)))
    }

    @Test func rulesThatSawNothingAreNotListed() {
        let table = RuleCounterTable()
        var writer = table.writer()
        writer.hit(5, at: 1)
        #expect(Array(table.counters().keys) == [5])
    }
}
