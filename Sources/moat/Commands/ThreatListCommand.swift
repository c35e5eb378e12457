import ArgumentParser
import MoatServer

struct ThreatListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the feeds: how many entries, how old, and what went wrong.",
        discussion: """
            `failing`: the last fetch came to nothing, and the list before stays in force. `held back`: the new list \
            has less than half or more than one and a half times as many entries; `moat threat confirm` takes it. \
            moat/scan and moat/brute-force are the sources that the firewall found itself (threatDetection).
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows: [ThreatFeedRow] = try await DaemonClient(connection).get("/v1/threat/feeds")
        try output.writer.print(rows) { ThreatFeedsTable(rows: rows, style: $0).text }
    }
}
