import ArgumentParser
import MoatServer

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the versions of the configuration, newest first.",
        discussion: """
            Every apply, delete and rollback makes a version; the newest is in force. The last 1,000 are kept.

              moat history --limit 5
              moat rollback 41
            """)

    @Option(help: "Show at most this many versions, 1 to 1,000.")
    var limit = 20

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is 1 to 1000") }
    }

    func run() async throws {
        let path = APIPath.path("/v1/history", [("limit", String(limit))])
        let versions: [StateVersion] = try await DaemonClient(connection).get(path)
        try output.writer.print(versions) { HistoryTable(versions: versions, style: $0).text }
    }
}
