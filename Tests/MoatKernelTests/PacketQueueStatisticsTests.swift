import Testing

@testable import MoatKernel

struct PacketQueueStatisticsTests {
    @Test func readsALineOfTheKernel() throws {
        let statistics = try #require(PacketQueueStatistics(line: "  100  24021    12 2   192    34    56      789  1"))
        #expect(statistics.number == 100)
        #expect(statistics.waiting == 12)
        #expect(statistics.dropped == 34)
        #expect(statistics.undelivered == 56)
    }

    @Test func anotherLineIsNone() {
        #expect(PacketQueueStatistics(line: "") == nil)
        #expect(PacketQueueStatistics(line: "queue 1 2 3 4 5 6 7") == nil)
    }
}
