import ArgumentParser
import MoatServer

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how the daemon is: firewall, version, interfaces, and everything that was lost.",
        discussion: """
            `lost` counts what was dropped without being judged or recorded: packets when a queue is full, log \
            records when the disk is too slow, sources that open flows too fast.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report: StatusReport = try await DaemonClient(connection).get("/v1/status")
        try output.writer.print(report) { StatusText(report: report, style: $0).text }
    }
}
