import Foundation
import Testing

@testable import MoatIngress

@Suite(.enabled(if: TestRuntime.isPossible, "nginx is not installed"))
struct NginxRuntimeTests {
    /// Runs `body` with a runtime, whose nginx is gone then.
    private func with(_ body: (TestRuntime) async throws -> Void) async throws {
        let test = try TestRuntime()
        do {
            try await body(test)
        } catch {
            try await test.close()
            throw error
        }
        let folder = test.directory.path
        try await test.close()
        #expect(NginxOrphans(folder: folder).find().isEmpty)
    }

    @Test func servesWhatIsWishedLast() async throws {
        try await with { test in
            await test.runtime.wish(test.setup(1))
            try await eventually("the first is served") { await test.runtime.isCurrent }
            #expect(try await test.ask() == "hello")
            await test.runtime.wish(test.setup(2, answer: "changed"))
            try await eventually("the second is served") { await test.runtime.isCurrent }
            #expect(try await test.ask() == "changed")
            let report = await test.runtime.report
            #expect(report.starts == 1 && report.reloads == 1 && report.generation == 2)
            #expect(report.lastReloadSeconds != nil && report.lastError == nil)
        }
    }

    @Test func anAccessLogIsPutAsideAndAnotherBegun() async throws {
        try await with { test in
            await test.runtime.wish(test.setup(1))
            try await eventually("it is served") { await test.runtime.isCurrent }
            let runtime = test.runtime
            var log = AccessLog(path: test.directory.accessLog, maximumLength: 1)
            defer { log.close() }
            let aside = AccessLog.asidePath(of: test.directory.accessLog)
            var asked = 0
            var read = 0
            // Requests at the control socket are logged too, and are others.
            func look() {
                log.read(reopen: { Task { await runtime.reopenLogs() } }) { line in
                    if String(decoding: line, as: UTF8.self).contains("GET /?") { read += 1 }
                }
            }
            for _ in 0..<3 {
                for _ in 0..<20 {
                    asked += 1
                    _ = try await test.ask("/?\(asked)")
                }
                look()
                #expect(read == asked && FileManager.default.fileExists(atPath: aside))
                try await eventually("workers have begun another file") {
                    look()
                    return !FileManager.default.fileExists(atPath: aside)
                }
            }
        }
    }

    @Test func otherTablesNeedNoReload() async throws {
        try await with { test in
            await test.runtime.wish(test.setup(1))
            try await eventually("it is served") { await test.runtime.isCurrent }
            let before = await test.runtime.report
            await test.runtime.wish(test.setup(1, tables: "{\"a\": 1}"))
            try await eventually("the tables are there") { await test.runtime.isCurrent }
            let after = await test.runtime.report
            #expect(after.reloads == 0 && after.pid == before.pid)
            #expect(after.tablePosts == before.tablePosts + 1)
        }
    }

    @Test func whatComesDuringAReloadBecomesOne() async throws {
        try await with { test in
            await test.runtime.wish(test.setup(1))
            try await eventually("it is served") { await test.runtime.isCurrent }
            for number in 2...50 {
                await test.runtime.wish(test.setup(UInt64(number), answer: "\(number)"))
            }
            try await eventually("the last is served") { await test.runtime.isCurrent }
            #expect(try await test.ask() == "50")
            #expect(await test.runtime.report.reloads <= 3)
        }
    }

    @Test func whatNginxRefusesLeavesWhatIsThere() async throws {
        try await with { test in
            await test.runtime.wish(test.setup(1))
            try await eventually("it is served") { await test.runtime.isCurrent }
            await test.runtime.wish(test.setup(2, answer: "no", broken: "no_such_directive on;"))
            try await eventually("it is refused") { await test.runtime.report.refused == 1 }
            #expect(try await test.ask() == "hello")
            let error = try #require(await test.runtime.report.lastError)
            #expect(error.contains("nginx refuses the configuration"))
            #expect(error.contains("no_such_directive"))
            // Endpoints go on changing, and the next good one is taken.
            let posts = await test.runtime.report.tablePosts
            await test.runtime.wish(
                test.setup(2, answer: "no", tables: "{\"b\": 1}", broken: "no_such_directive on;"))
            try await eventually("tables are posted") { await test.runtime.report.tablePosts > posts }
            #expect(await test.runtime.report.refused == 1)
            await test.runtime.wish(test.setup(3, answer: "better"))
            try await eventually("it is served") { await test.runtime.isCurrent }
            #expect(try await test.ask() == "better")
            #expect(await test.runtime.report.lastError == nil)
        }
    }

    @Test func aFirstConfigurationThatIsRefusedIsFollowedByAGoodOne() async throws {
        try await with { test in
            await test.runtime.wish(test.setup(1, broken: "no_such_directive on;"))
            try await eventually("it is refused") { await test.runtime.report.refused >= 1 }
            #expect(await !test.runtime.isServing)
            await test.runtime.wish(test.setup(2))
            try await eventually("it is served") { await test.runtime.isCurrent }
            #expect(try await test.ask() == "hello")
        }
    }

    @Test func aMasterThatIsKilledIsReplacedAndItsWorkersAreEnded() async throws {
        try await with { test in
            await test.runtime.wish(test.setup(1))
            try await eventually("it is served") { await test.runtime.isCurrent }
            let first = try #require(await test.runtime.report.pid)
            let orphans = NginxOrphans(folder: test.directory.path)
            let old = Set(orphans.find())
            #expect(old.contains(first) && old.count >= 3)
            kill(first, SIGKILL)
            try await eventually("another is there") {
                let report = await test.runtime.report
                return await test.runtime.isCurrent && report.pid != nil && report.pid != first
            }
            #expect(try await test.ask() == "hello")
            #expect(Set(orphans.find()).isDisjoint(with: old))
            let report = await test.runtime.report
            #expect(report.deaths == 1 && report.starts == 2)
        }
    }
}
