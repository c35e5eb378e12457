import Foundation
import Logging
import Testing

@testable import MoatLogs

/// `kill -9` under full ingest.
struct CrashTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Built beside the tests; some drivers load the bundle, whose path is then an argument.
    private static let program: String? = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")).map { [$0] } ?? []
        return (own + CommandLine.arguments).lazy
            .map {
                URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("moat-log-writing").path
            }
            .first { access($0, X_OK) == 0 }
    }()

    /// Lets it write into the directory for so long and kills it. What it said of the last batch:
    /// how many records there were, and how
    /// many of them were dropped; and when it was killed.
    private func writeAndKill(after seconds: Double) throws -> (count: Int, dropped: Int, at: Date) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.program))
        process.arguments = [directory.url.path]
        let output = directory.url.appendingPathComponent("output")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        let size = { (try? FileManager.default.attributesOfItem(atPath: output.path)[.size] as? Int) ?? 0 }
        for _ in 0..<2000 where size() == 0 { usleep(10_000) }
        usleep(useconds_t(seconds * 1e6))
        let time = Date()
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let lines = try String(contentsOf: output, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        // The last one is not whole.
        let last = try #require(lines.dropLast().last).split(separator: " ").compactMap { Int($0) }
        try #require(last.count == 2)
        return (last[0], last[1], time)
    }

    @Test func whatIsMissingAfterAKillIsCountedExactly() throws {
        var before = 0
        for turn in 0..<10 {
            let (count, dropped, killed) = try writeAndKill(after: 1 + 0.02 * Double(turn))
            let store = try DuckDBStore(
                directory: directory.url, origin: LogOrigin(firewall: "edge"),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let result = try store.query(
                "SELECT count(*), max(TimeGenerated) FROM \"AZFWFlowTrace\"", limits: LogQueryLimits(), tables: [])
            guard case .integer(let found)? = result.rows.first?.first else {
                Issue.record("no count")
                return
            }
            let stored = Int(found) - before
            before = Int(found)
            let lost = Int(try #require(store.losses["log records lost in a crash"]))
            // A batch that was accepted may not have been told of any more.
            #expect([count - dropped, count - dropped + 1000].contains(stored + lost), "\(count) \(stored) \(lost)")
            guard case .datetime(let newest)? = result.rows.first?.last else {
                Issue.record("nothing is stored")
                return
            }
            let missing = killed.timeIntervalSince1970 - Double(newest) / 1e6
            #expect(missing <= 2, "\(missing) s of records are missing")
        }
    }
}
