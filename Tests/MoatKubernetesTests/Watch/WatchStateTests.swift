import Foundation
import Testing

@testable import MoatKubernetes

struct WatchStateTests {
    private let now = Date(timeIntervalSince1970: 1000)

    /// Has listed at version 7.
    private func listed() -> WatchState {
        var state = WatchState(WatchPolicy())
        state.listed(version: "7", now: now)
        return state
    }

    @Test func listsAndThenWatches() {
        var state = WatchState(WatchPolicy())
        #expect(state.next(random: 0) == .list)
        #expect(!state.status.isSynced)
        state.listed(version: "7", now: now)
        #expect(state.next(random: 0.5) == .watch(from: "7", time: .seconds(90)))
        #expect(state.status.isSynced)
        #expect(state.status.lists == 1 && state.status.watches == 1)
        #expect(state.status.lastSuccess == now)
    }

    @Test func goesOnFromWhatWasTold() {
        var state = listed()
        _ = state.next(random: 0)
        state.received(version: "8", isChange: true, now: now)
        state.received(version: "12", isChange: false, now: now)
        state.received(version: nil, isChange: true, now: now)
        state.ended(after: .milliseconds(1), now: now)
        #expect(state.next(random: 0) == .watch(from: "12", time: .seconds(60)))
        #expect(state.status.changes == 2)
        #expect(state.status.failures == 0)
    }

    @Test(arguments: [
        KubernetesError(.unreachable, ""), KubernetesError(.timedOut, ""), KubernetesError(.credentials, ""),
        KubernetesError(APIStatus(code: 429)), KubernetesError(APIStatus(code: 503)),
        KubernetesError(APIStatus(code: 401)),
    ])
    func goesOnAfterWhatPasses(error: KubernetesError) {
        var state = listed()
        _ = state.next(random: 0)
        state.failed(error, now: now)
        #expect(state.next(random: 1) == .wait(.milliseconds(200)))
        #expect(state.next(random: 0) == .watch(from: "7", time: .seconds(60)))
        #expect(state.status.failures == 1)
        #expect(state.status.lastError == "\(error)")
    }

    @Test(arguments: [
        KubernetesError(APIStatus(reason: .expired, code: 410)), KubernetesError(APIStatus(code: 500)),
        KubernetesError(.unreadable, ""), KubernetesError(APIStatus(code: 403)),
    ])
    func listsAgainAfterWhatDoesNotPass(error: KubernetesError) {
        var state = listed()
        _ = state.next(random: 0)
        state.failed(error, now: now)
        #expect(state.next(random: 0) == .wait(.zero))
        #expect(state.next(random: 0) == .list)
    }

    @Test func waitsLongerAndLongerAndBeginsAgainAfterSuccess() {
        var state = listed()
        func wait() -> WatchState.Action {
            state.failed(KubernetesError(.unreachable, ""), now: now)
            defer { _ = state.next(random: 0) }
            return state.next(random: 1)
        }
        #expect([wait(), wait(), wait()] == [.wait(.seconds(0.2)), .wait(.seconds(0.4)), .wait(.seconds(0.8))])
        #expect(state.status.failuresInARow == 3)
        state.received(version: "9", isChange: false, now: now)
        #expect(state.status.failuresInARow == 0)
        #expect(wait() == .wait(.seconds(0.2)))
        #expect(state.status.failures == 4)
    }

    /// What is cut every second goes on every second, however often.
    @Test func aWatchThatStoodForAWhileBeginsANewRowOfFailures() {
        var state = listed()
        for second in 0..<5 {
            let begin = now.addingTimeInterval(Double(second) * 2)
            _ = state.next(random: 0)
            state.opened(now: begin)
            state.failed(KubernetesError(.unreachable, ""), now: begin.addingTimeInterval(1))
            #expect(state.status.failuresInARow == 1)
            #expect(state.next(random: 1) == .wait(.milliseconds(200)))
        }
        // One that breaks at once is another failure of the same row.
        _ = state.next(random: 0)
        state.opened(now: now)
        state.failed(KubernetesError(.unreachable, ""), now: now.addingTimeInterval(0.1))
        #expect(state.status.failuresInARow == 2)
        // And so is one that was never answered, however long that took.
        _ = state.next(random: 0)
        _ = state.next(random: 0)
        state.failed(KubernetesError(.timedOut, ""), now: now.addingTimeInterval(60))
        #expect(state.status.failuresInARow == 3)
    }

    @Test func countsAWatchThatEndsAtOnceAsFailed() {
        var state = listed()
        _ = state.next(random: 0)
        state.ended(after: .milliseconds(10), now: now)
        #expect(state.next(random: 1) == .wait(.milliseconds(200)))
        #expect(state.next(random: 0) == .watch(from: "7", time: .seconds(60)))
        state.ended(after: .seconds(60), now: now)
        #expect(state.next(random: 0) == .watch(from: "7", time: .seconds(60)))
        #expect(state.status.failures == 1)
    }

    @Test(arguments: [nil, ""])
    func needsAVersion(version: String?) {
        var state = WatchState(WatchPolicy())
        state.listed(version: version, now: now)
        #expect(state.next(random: 0) == .wait(.zero))
        #expect(state.next(random: 0) == .list)
        #expect(!state.status.isSynced)
    }
}
