import ArgumentParser
import MoatServer

struct ConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Keep the version that was applied with --confirm.",
        discussion: """
            Run it from where you would notice that you have locked yourself out. Without it the version before \
            comes back when the time is over, also if the daemon was restarted meanwhile.

              moat apply -f policy/ --confirm 60s && ssh node-1 true && moat confirm
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report: ConfirmReport = try await DaemonClient(connection).post("/v1/confirm")
        try output.writer.print(report) { _ in "Version \(report.version) is confirmed and stays in force." }
    }
}
