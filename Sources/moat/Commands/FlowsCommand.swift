import ArgumentParser
import MoatServer

struct FlowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows",
        abstract: "List the live flows with the rule that let each of them in.",
        discussion: """
            `translated` says which source address SNAT gives the flow and where DNAT sends it. Byte counts need \
            connection tracking's accounting, which the daemon switches on.

              moat flows
              moat flows -o json | jq '.[] | select(.destinationPort == 443)'
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows: [FlowRow] = try await DaemonClient(connection).get("/v1/flows")
        try output.writer.print(rows) { FlowsTable(rows: rows, style: $0).text }
    }
}
