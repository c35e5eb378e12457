import Foundation
import Synchronization
import Testing

@testable import MoatPolicy

struct SnapshotInForceTests {
    @Test func waitsForABatchThatHasBegun() async throws {
        let inForce = SnapshotInForce()
        let reader = inForce.makeReader()
        _ = reader.begin()
        let hasEnded = Atomic<Bool>(false)
        Thread {
            Thread.sleep(forTimeInterval: 0.05)
            hasEnded.store(true, ordering: .sequentiallyConsistent)
            reader.end()
        }.start()
        inForce.waitForReaders()
        let ended = hasEnded.load(ordering: .sequentiallyConsistent)
        #expect(ended)
    }

    @Test func doesNotWaitForIdleReaders() {
        let inForce = SnapshotInForce()
        let reader = inForce.makeReader()
        _ = reader.begin()
        reader.end()
        inForce.waitForReaders()
    }
}
