import Testing

@testable import MoatKernel

struct ConntrackStatisticsTests {
    @Test func addsUpTheProcessors() throws {
        let statistics = try #require(
            ConntrackStatistics(
                """
                entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
                0003ffff  00000000 00000000 00000000 0000005d 00000000 00000000 00000000 00000000 00000000 00000002 00006dc6 00000000  00000000 00000000 00000000 00000000
                0003ffff  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000010 0000ddab 00000000  00000000 00000000 00000000 00000000

                """))
        #expect(statistics.dropped == 18)
        #expect(statistics.evicted == 0x6dc6 + 0xddab)
    }

    @Test func anotherTextIsNone() {
        #expect(ConntrackStatistics("") == nil)
        #expect(ConntrackStatistics("entries searched found\n0 0 0\n") == nil)
    }
}
