import MoatLogs
import MoatModel
import Testing

@testable import MoatGateway
@testable import MoatKernel

struct FatFlowSamplerTests {
    private static let second: UInt64 = 1_000_000_000
    /// Bytes that make 1 Mbit/s in 180 s.
    private static let threshold: UInt64 = 22_500_000

    private func look(_ sampler: inout FatFlowSampler, at seconds: Int64, _ entries: [ConntrackEntry]) -> (
        rates: [Double], more: Int
    ) {
        sampler.begin(at: LogTimestamp(nanoseconds: seconds * 1_000_000_000))
        for entry in entries { sampler.see(entry) }
        let (records, more) = sampler.end()
        return (
            records.map { record in
                guard case .fatFlow(let flow) = record.checked else { return -1 }
                return flow.flowRate
            }, more
        )
    }

    private func entry(_ id: UInt32, _ bytes: UInt64, start: UInt64 = 1) throws -> ConntrackEntry {
        try .flow(id: id, mark: 1, start: start * Self.second, bytes: bytes)
    }

    @Test func theRateIsThatBetweenTwoLooks() throws {
        var sampler = FatFlowSampler()
        #expect(look(&sampler, at: 1000, [try entry(1, 900_000_000)]).rates.isEmpty)
        let rates = look(
            &sampler, at: 1180,
            [
                try entry(1, 900_000_000 + 2 * Self.threshold), try entry(2, Self.threshold),
                try entry(3, Self.threshold - 1),
            ]
        ).rates
        #expect(rates == [2, 1])
        // What was once fast and is not any more is not fat.
        #expect(look(&sampler, at: 1360, [try entry(1, 900_000_000 + 2 * Self.threshold + 1)]).rates.isEmpty)
    }

    @Test func aYoungFlowIsMeasuredByItsAge() throws {
        var sampler = FatFlowSampler()
        _ = look(&sampler, at: 1000, [])
        #expect(look(&sampler, at: 1180, [try entry(1, 2_500_000, start: 1170)]).rates == [2])
    }

    @Test func aPlaceTakenByAnotherFlowIsANewFlow() throws {
        var sampler = FatFlowSampler()
        _ = look(&sampler, at: 1000, [try entry(1, 10 * Self.threshold, start: 1)])
        #expect(look(&sampler, at: 1180, [try entry(1, Self.threshold, start: 1000)]).rates == [1])
    }

    @Test func onlyTheFastestAreRecordedAndTheRestIsCounted() throws {
        var sampler = FatFlowSampler()
        _ = look(&sampler, at: 1000, [])
        let entries = try (1...1005).map { try entry($0, Self.threshold + UInt64($0) * 22_500) }
        let (rates, more) = look(&sampler, at: 1180, entries)
        #expect(rates.count == 1000 && more == 5)
        #expect(rates == rates.sorted(by: >))
        #expect(rates.first.map { abs($0 - 2.005) < 1e-9 } == true)
    }

    /// Nothing is made up about a flow of which it is not known what it had carried before.
    @Test func whatWasNotRememberedIsNotGuessed() throws {
        var sampler = FatFlowSampler(capacity: 1)
        _ = look(&sampler, at: 1000, [try entry(1, 900_000_000), try entry(2, 900_000_000)])
        #expect(look(&sampler, at: 1180, [try entry(2, 900_000_001)]).rates.isEmpty)
    }

    @Test func aFlowThatIsOverIsNotLive() throws {
        var sampler = FatFlowSampler()
        _ = look(&sampler, at: 1000, [])
        var over = try entry(1, 10 * Self.threshold)
        over.tcpState = .timeWait
        #expect(look(&sampler, at: 1180, [over]).rates.isEmpty)
    }
}
