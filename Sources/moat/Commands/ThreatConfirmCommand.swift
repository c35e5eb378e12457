import ArgumentParser
import MoatServer

struct ThreatConfirmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Take a list that was held back because it grew or shrank by more than half.")

    @Argument(help: "The feed.")
    var feed: String

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows: [ThreatFeedRow] = try await DaemonClient(connection).post(
            APIPath.path("/v1/threat/confirm/\(feed)", []))
        try output.writer.print(rows) { ThreatFeedsTable(rows: rows, style: $0).text }
    }
}
