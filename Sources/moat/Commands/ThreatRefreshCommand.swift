import ArgumentParser
import MoatServer

struct ThreatRefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Fetch one feed, or all, now.",
        discussion: "Exit status: 0 where each could be read, 1 where one could not; its last good list stays.")

    @Argument(help: "The feed; all where none is named.")
    var feed: String?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows: [ThreatFeedRow] = try await DaemonClient(connection).post(
            APIPath.path("/v1/threat/refresh", [("feed", feed)]))
        try output.writer.print(rows) { ThreatFeedsTable(rows: rows, style: $0).text }
        if rows.contains(where: { $0.error != nil }) { throw ExitCode(1) }
    }
}
