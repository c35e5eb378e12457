import Foundation
import Testing

@testable import MoatKubernetes

struct LeaseStateTests {
    private let start = ContinuousClock.now
    private let wall = Date(timeIntervalSince1970: 1_700_000_000)

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func lease(_ spec: LeaseSpec, version: String) -> Lease {
        Lease(metadata: ObjectMeta(name: "a", namespace: "b", resourceVersion: version), spec: spec)
    }

    private func held(by holder: String, renewed: Double = 0, transitions: Int32 = 3) -> LeaseSpec {
        LeaseSpec(
            holderIdentity: holder, leaseDurationSeconds: 15, acquireTime: MicroTime(wall),
            renewTime: MicroTime(wall.addingTimeInterval(renewed)), leaseTransitions: transitions)
    }

    /// Has taken the lease with a request that was sent at 0.
    private func leader() -> LeaseState {
        var state = LeaseState(identity: "me", policy: LeasePolicy())
        _ = state.next(at: at(0), wall: wall)
        if case .create(let spec) = state.read(nil, at: at(0), wall: wall) {
            state.wrote(lease(spec, version: "1"), sent: at(0), at: at(0.5))
        }
        return state
    }

    @Test func makesALeaseThatIsNotThere() {
        var state = LeaseState(identity: "me", policy: LeasePolicy())
        #expect(state.next(at: at(0), wall: wall) == .read)
        let expected = LeaseSpec(
            holderIdentity: "me", leaseDurationSeconds: 15, acquireTime: MicroTime(wall), renewTime: MicroTime(wall),
            leaseTransitions: 0)
        #expect(state.read(nil, at: at(0), wall: wall) == .create(expected))
        #expect(!state.isLeading(at: at(0)))
        state.wrote(lease(expected, version: "1"), sent: at(1), at: at(3))
        #expect(state.isLeading(at: at(10.9)))
        #expect(!state.isLeading(at: at(11)))
    }

    @Test func renewsWhatItHolds() {
        var state = leader()
        guard case .update(let spec, let version) = state.next(at: at(2), wall: wall.addingTimeInterval(2)) else {
            Issue.record("no update")
            return
        }
        #expect(version == "1")
        #expect(spec.acquireTime == MicroTime(wall))
        #expect(spec.renewTime == MicroTime(wall.addingTimeInterval(2)))
        #expect(spec.leaseTransitions == 0)
        state.wrote(lease(spec, version: "2"), sent: at(2), at: at(2))
        #expect(state.isLeading(at: at(11.9)) && !state.isLeading(at: at(12)))
    }

    /// Others see a renewal by the time in it.
    @Test(arguments: [0, -1000.0])
    func renewsWithALaterTimeThoughTheClockIsNot(passed: Double) {
        var state = leader()
        guard case .update(let spec, _) = state.next(at: at(2), wall: wall.addingTimeInterval(passed)) else {
            Issue.record("no update")
            return
        }
        #expect(spec.renewTime?.microseconds == MicroTime(wall).microseconds + 1)
    }

    @Test func waitsUntilAnotherIsSilentForLongEnough() {
        var state = LeaseState(identity: "me", policy: LeasePolicy())
        func read(_ renewed: Double, _ time: Double, version: String = "5") -> LeaseState.Action {
            state.read(lease(held(by: "other", renewed: renewed), version: version), at: at(time), wall: wall)
        }
        // What its clock says has no meaning here.
        #expect(read(-100_000, 0) == .wait)
        #expect(read(-100_000, 14.9) == .wait)
        #expect(read(100_000, 14.95) == .wait)
        #expect(read(100_000, 29.9) == .wait)
        // A state that is new though the holder says nothing is no sign of it.
        guard case .update(let spec, "9") = read(100_000, 29.95, version: "9") else {
            Issue.record("not taken")
            return
        }
        #expect(spec.holderIdentity == "me")
        #expect(spec.leaseTransitions == 4)
        #expect(spec.acquireTime == spec.renewTime)
    }

    @Test(arguments: ["", nil])
    func takesALeaseThatWasGivenUpAtOnce(holder: String?) {
        var state = LeaseState(identity: "me", policy: LeasePolicy())
        var spec = held(by: "")
        spec.holderIdentity = holder
        guard case .update(_, "5") = state.read(lease(spec, version: "5"), at: at(0), wall: wall) else {
            Issue.record("not taken")
            return
        }
    }

    @Test func leadsForAsLongAsTheLastRenewalAllows() {
        var state = leader()
        state.failed()
        #expect(state.isLeading(at: at(9.9)))
        // Whether the renewal was taken is not known.
        #expect(state.next(at: at(3), wall: wall) == .read)
        guard case .update(_, "2") = state.read(lease(state.observed, version: "2"), at: at(3), wall: wall) else {
            Issue.record("no update")
            return
        }
        #expect(!state.isLeading(at: at(10)))
    }

    @Test func stopsAtOnceWhenAnotherHoldsTheLease() {
        var state = leader()
        state.failed()
        #expect(state.read(lease(held(by: "other"), version: "7"), at: at(1), wall: wall) == .wait)
        #expect(!state.isLeading(at: at(1)))
    }

    @Test func stopsAtOnceWhenTheLeaseIsGone() {
        var state = leader()
        state.vanished()
        #expect(!state.isLeading(at: at(1)))
        #expect(state.next(at: at(1), wall: wall) == .read)
    }

    @Test func givesUpOnlyWhatItHolds() {
        var state = leader()
        let spec = state.observed
        state.stop()
        #expect(!state.isLeading(at: at(1)))
        #expect(state.release(nil, wall: wall) == .wait)
        #expect(state.release(lease(held(by: "other"), version: "3"), wall: wall) == .wait)
        guard case .update(let released, "4") = state.release(lease(spec, version: "4"), wall: wall) else {
            Issue.record("not given up")
            return
        }
        #expect(released.holderIdentity == "")
        #expect(released.leaseDurationSeconds == 1)
        state.wrote(lease(released, version: "5"), sent: at(1), at: at(1))
        #expect(!state.isLeading(at: at(1)))
    }
}
