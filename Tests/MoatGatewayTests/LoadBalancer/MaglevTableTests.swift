import MoatModel
import Testing

@testable import MoatGateway

struct MaglevTableTests {
    private func backends(_ count: Int, port: UInt16 = 8080) -> [LoadBalancerBackend] {
        (0..<count).map { LoadBalancerBackend(address: IPv4Address(rawValue: 0x0A00_0504 + UInt32($0)), port: port) }
    }

    private func shares(_ table: [LoadBalancerBackend]) -> [LoadBalancerBackend: Int] {
        table.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test(arguments: [1, 2, 3, 10, 12, 51, 100, 3000])
    func sharesDifferByOneSlotAtMost(_ count: Int) throws {
        let size = SlotClass.holding(count, .none)
        let shares = shares(MaglevTable.assign(backends(count), slots: size.slots))
        #expect(shares.count == count)
        let least = try #require(shares.values.min())
        let most = try #require(shares.values.max())
        #expect(most - least <= 1)
    }

    @Test func theOrderOfBackendsDoesNotMatter() {
        let backends = backends(10)
        let table = MaglevTable.assign(backends, slots: 64)
        for _ in 0..<5 { #expect(MaglevTable.assign(backends.shuffled(), slots: 64) == table) }
    }

    @Test func aBackendThatIsNamedTwiceHasOneShare() {
        let backends = backends(3)
        #expect(MaglevTable.assign(backends + backends, slots: 16) == MaglevTable.assign(backends, slots: 16))
    }

    /// Slots of backends that stay: the paper reports a few in a hundred that move beside those
    /// that must.
    @Test(arguments: [256, 4096])
    func fewSlotsChangeHandsWhenABackendGoes(_ slots: Int) {
        let backends = backends(20)
        let before = MaglevTable.assign(backends, slots: slots)
        for gone in backends.indices {
            var left = backends
            left.remove(at: gone)
            let after = MaglevTable.assign(left, slots: slots)
            let moved = zip(before, after).count { $0 != $1 && $0 != backends[gone] }
            #expect(moved < slots / 5, "\(moved) of \(slots) slots moved without need")
        }
    }

    @Test func aMachineKeepsItsClientsOverItsPorts() {
        let http = MaglevTable.assign(backends(7, port: 80), slots: 256)
        let https = MaglevTable.assign(backends(7, port: 443), slots: 256)
        #expect(http.map(\.address) == https.map(\.address))
    }

    @Test func severalPortsOfOneMachineShareEvenly() {
        let address = IPv4Address(rawValue: 0x0A00_0504)
        let backends = (0..<4).map { LoadBalancerBackend(address: address, port: 8000 + $0) }
        #expect(shares(MaglevTable.assign(backends, slots: 64)).values.allSatisfy { $0 == 16 })
    }

    @Test func withoutBackendsThereAreNoSlots() {
        #expect(MaglevTable.assign([], slots: 16).isEmpty)
        #expect(MaglevTable.assign(backends(1), slots: 1) == backends(1))
    }
}
