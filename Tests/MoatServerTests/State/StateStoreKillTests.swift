import Foundation
import MoatModel
import Testing

@testable import MoatServer

@Suite struct StateStoreKillTests {
    /// A child process commits without pause and is killed with SIGKILL at a random moment.
    /// Each version sets two resources to its own number: what is found afterwards is a
    /// whole version, and it can be worked on.
    @Test func killedWhileCommitting() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state.sqlite")
        var reached = 0
        for _ in 1...12 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let store = try StateStore(path: path)
                var number = try store.newestVersion()?.number ?? 0
                let start = ContinuousClock.now
                Thread.detachNewThread {
                    usleep(UInt32.random(in: 0...40_000))
                    kill(getpid(), SIGKILL)
                }
                while ContinuousClock.now - start < .seconds(20) {
                    number += 1
                    let document = Data("\(number)".utf8)
                    _ = try store.commit(
                        .changed(
                            set: [
                                ResourceKey(kind: .ipGroup, name: "a"): document,
                                ResourceKey(kind: .ipGroup, name: "b"): document,
                            ], removed: []), by: "test", comment: "apply", summary: ChangeSummary(), at: Date())
                }
            }
            let store = try StateStore(path: path)
            guard let version = try store.newestVersion()?.number else { continue }
            #expect(version >= reached)
            reached = version
            let documents = try store.documents(ofVersion: version)
            #expect(documents.count == 2)
            #expect(documents.values.allSatisfy { $0 == Data("\(version)".utf8) })
        }
        #expect(reached > 0, "the child never got as far as a commit")
    }
}
