import ArgumentParser
import MoatServer

struct FlowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows",
        abstract: "List the live flows, the busiest first, with the rule that let each of them in.",
        discussion: """
            `translated` says which source address SNAT gives the flow and where DNAT sends it. Byte counts need \
            connection tracking's accounting, which the daemon switches on.

              moat flows
              moat flows -o json | jq '.[] | select(.destinationPort == 443)'
            """)

    @Option(help: "Show at most this many, 1 to 1,000,000.")
    var limit = 1000

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is 1 to 1000000") }
    }

    func run() async throws {
        let path = APIPath.path("/v1/flows", [("limit", String(limit))])
        let rows: [FlowRow] = try await DaemonClient(connection).get(path)
        try output.writer.print(rows) { style in
            let table = FlowsTable(rows: rows, style: style).text
            return rows.count < limit ? table : table + "\nOnly the busiest \(limit) are shown; see more with --limit."
        }
    }
}
