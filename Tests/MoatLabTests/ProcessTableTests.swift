import Glibc
import Testing

@testable import MoatLab

@Suite struct ProcessTableTests {
    private func sleeper(_ script: String = "exec sleep 60") throws -> (ChildProcess, ProcessTable.Identity) {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let child = try ChildProcess.spawn(
            ["/bin/sh", "-c", script], input: null.number, output: null.number, error: null.number)
        null.close()
        return (child, try #require(ProcessTable.identity(of: child.pid)))
    }

    @Test func aProcessIsKnownByItsStartTime() throws {
        let own = try #require(ProcessTable.identity(of: getpid()))
        #expect(ProcessTable.isAlive(own))
        #expect(!ProcessTable.isAlive(.init(pid: own.pid, startTime: own.startTime + 1)))
    }

    @Test func aProcessThatHasEndedIsNotAlive() throws {
        let (child, identity) = try sleeper()
        #expect(ProcessTable.isAlive(identity))
        kill(child.pid, SIGKILL)
        // Not yet reaped: a zombie counts as gone.
        #expect(Deadline(in: .seconds(5)).wait { !ProcessTable.isAlive(identity) })
        #expect(child.wait() == 137)
    }

    @Test func endingIsGentleFirst() throws {
        let (child, identity) = try sleeper()
        #expect(ProcessTable.end(patience: .seconds(5)) { [identity].filter { ProcessTable.isAlive($0) } }.isEmpty)
        #expect(child.wait() == 128 + SIGTERM)
    }

    @Test func andThenNotGentle() throws {
        let (child, identity) = try sleeper("trap '' TERM; while :; do sleep 0.1; done")
        usleep(200_000)
        let left = ProcessTable.end(patience: .milliseconds(300)) { [identity].filter { ProcessTable.isAlive($0) } }
        #expect(left.isEmpty)
        #expect(child.wait() == 128 + SIGKILL)
    }

    @Test func aLineCutShortIsPassedOver() throws {
        let path = "/tmp/moat-ledger-\(getpid())"
        defer { unlink(path) }
        let ledger = ProcessLedger(path: path)
        let entry = ProcessLedger.Entry(kind: .responder, node: "web", process: .init(pid: 42, startTime: 4242))
        try ledger.add(entry)
        try FileSystem.write("responder app-7 4", to: path, flags: O_APPEND)
        #expect(ledger.entries == [entry])
    }

    @Test func aProcessIsFoundByProgramAndArgument() throws {
        let (child, identity) = try sleeper("exec sleep 61.5")
        defer {
            kill(child.pid, SIGKILL)
            _ = child.wait()
        }
        #expect(Deadline(in: .seconds(5)).wait { ProcessTable.running("sleep", withArgument: "61.") == [identity] })
        #expect(ProcessTable.running("sleep", withArgument: "1.5").isEmpty)
        #expect(ProcessTable.running("leep", withArgument: "61.").isEmpty)
    }
}
