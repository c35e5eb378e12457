import ArgumentParser
import MoatServer

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Put an earlier version in force again, as a new version.",
        discussion: """
            The history stays: rolling back from 42 to 41 makes version 43 with the content of 41. It also takes \
            back a version that still waits for confirmation.

              moat rollback 41
            """)

    @Argument(help: "The number of the version, as `moat history` shows it; 0 is the state before the first apply.")
    var version: Int

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard version >= 0 else { throw ValidationError("a version is a number from 0") }
    }

    func run() async throws {
        let report: ApplyReport = try await DaemonClient(connection).post("/v1/rollback/\(version)")
        try output.writer.print(report) { ApplySummary(report: report, style: $0).text }
    }
}
