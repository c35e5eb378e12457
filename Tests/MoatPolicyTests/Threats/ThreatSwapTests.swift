import Foundation
import MoatModel
import Synchronization
import Testing

@testable import MoatPolicy

@Suite struct ThreatSwapTests {
    private static func lists(_ version: Int) -> ThreatLists {
        var list = ThreatList(feed: "feed", category: "version \(version)")
        list.add(IPRange(prefix("203.0.113.9/32")))
        // What surrounds it differs from one version to the next.
        for number in 0..<1000 {
            let address = UInt32(0x1400_0000 + number * (version + 3))
            list.add(ipv4: address, through: address, description: nil, expires: nil)
        }
        return ThreatLists(fetched: ThreatIndex([list], at: 0))
    }

    /// Lists change, and so do rules and the addresses of names, while others judge.
    @Test func aSwapLeavesNoGap() throws {
        let rules = group("group", dnat(nat("web")), allow(network("web"), priority: 200))
        let snapshot = try Scene([rules], policies: [FirewallPolicy(name: "policy", threatIntelMode: .deny)]).compile()
        let inForce = SnapshotInForce()
        inForce.replace(threats: Self.lists(0))
        inForce.replace(with: snapshot)
        let finished = DispatchSemaphore(value: 0)
        let counters = Counters()
        Thread.detachNewThread {
            let reader = inForce.makeReader()
            while !counters.isDone.load(ordering: .relaxed) {
                if let snapshot = reader.begin() {
                    let decision = evaluate(flow("10.0.5.7", "203.0.113.9"), snapshot)
                    counters.judged.add(1, ordering: .relaxed)
                    if decision.tier != .threatIntel { counters.missed.add(1, ordering: .relaxed) }
                }
                reader.end()
            }
            finished.signal()
        }
        var version = 0
        while counters.judged.load(ordering: .relaxed) < 20_000 || version < 200 {
            version += 1
            inForce.replace(threats: Self.lists(version))
            if version % 3 == 0 { inForce.replace(with: snapshot) }
            if version % 5 == 0 { inForce.replace(names: ResolvedNames(["a.example": []])) }
        }
        counters.isDone.store(true, ordering: .relaxed)
        finished.wait()
        #expect(counters.missed.load(ordering: .relaxed) == 0)
    }

    private final class Counters: Sendable {
        let isDone = Atomic(false)
        let judged = Atomic(0)
        let missed = Atomic(0)
    }
}
