import Testing

@testable import MoatLab

@Suite struct CommandTests {
    @Test func keepsOutputErrorAndStatus() throws {
        let result = try Command(["sh", "-c", "cat; echo wrong >&2; exit 3"], input: "hello").run()
        #expect(result == .init(status: 3, output: "hello", error: "wrong\n", timedOut: false))
    }

    @Test func argumentsPassThroughNoShell() throws {
        let result = try Command(["echo", "$HOME; rm -rf *", "a b"]).run()
        #expect(result.output == "$HOME; rm -rf * a b\n")
    }

    @Test func isKilledAtItsTimeLimit() throws {
        let start = ContinuousClock.now
        let result = try Command(["sleep", "60"], timeLimit: .milliseconds(200)).run()
        #expect(result.timedOut)
        #expect(result.status == 137)
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func movesMoreThanAPipeHolds() throws {
        let text = String(repeating: "0123456789abcdef", count: 1 << 16)
        let result = try Command(["cat"], input: text).run()
        #expect(result.output == text)
    }

    @Test func aCommandThatReadsNothingDoesNotHoldUp() throws {
        let text = String(repeating: "x", count: 4 << 20)
        #expect(try Command(["true"], input: text).run().status == 0)
    }

    @Test func aChildOfTheCommandThatKeepsTheOutputOpenDoesNotHoldUp() throws {
        let start = ContinuousClock.now
        let result = try Command(["sh", "-c", "sleep 20 & echo done"]).run()
        #expect(result.output == "done\n")
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func anUnknownProgramIsNamed() {
        let error = #expect(throws: SystemError.self) { try Command(["no-such-program-here"]).run() }
        #expect(error?.description == "could not find the program no-such-program-here: No such file or directory")
    }
}
