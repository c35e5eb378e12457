import ArgumentParser
import MoatServer

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the rules in the order in which they are judged, with hits.",
        discussion: """
            DNAT rules first, then network rules; within each, the groups of the parent policy before those of the \
            child, then by priority of group and collection, then top down. The first that matches decides; the \
            last line is the default. Hits are flows decided since the daemon started.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows: [RuleRow] = try await DaemonClient(connection).get("/v1/rules")
        try output.writer.print(rows) { RulesTable(rows: rows, style: $0).text }
    }
}
