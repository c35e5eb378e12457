import ArgumentParser
import MoatLogs
import MoatServer

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show the log: every decision with the rule that made it.",
        discussion: """
            Records have the columns of Azure's tables AZFWNetworkRule, AZFWNatRule and so on. With -o json each \
            record is one line with all its columns.

              moat logs --since 5m
              moat logs -f --table AZFWNatRule
              moat logs -f -o json | jq 'select(.Action == "Deny")'
            """)

    @Flag(name: [.short, .long], help: "Go on and show records as they are made, until interrupted.")
    var follow = false

    @Option(
        help: ArgumentHelp(
            "Only this table; may be given more than once. Default: all but the aggregations.", valueName: "table"),
        completion: .list(LogTable.allCases.map(\.rawValue)), transform: Self.table)
    var table: [LogTable] = []

    @Option(help: ArgumentHelp("Only records younger than this, such as 5m or 1h30m.", valueName: "duration"))
    var since: DurationArgument?

    @Option(help: "Show at most this many records of the past, the newest ones, 0 to 100,000.")
    var limit = 100

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    private static func table(_ argument: String) throws -> LogTable {
        guard let table = LogTable.allCases.first(where: { $0.rawValue.lowercased() == argument.lowercased() }) else {
            let known = LogTable.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no log table '\(argument)'; the tables are \(known)")
        }
        return table
    }

    func validate() throws {
        guard (0...100_000).contains(limit) else { throw ValidationError("--limit is 0 to 100000") }
        guard output.output != .yaml else { throw ValidationError("logs are shown as table or json") }
    }

    func run() async throws {
        let chosen = table.isEmpty ? LogTable.allCases.filter { !$0.isAggregation } : table
        let tables = chosen.map(\.rawValue).joined(separator: ",")
        let path = APIPath.path(
            "/v1/logs",
            [
                ("table", tables),
                ("since", since.map { String($0.seconds) }),
                ("limit", String(limit)),
                ("follow", follow ? "true" : nil),
            ])
        let writer = output.writer
        do {
            try await DaemonClient(connection).lines(path) { line in
                guard let text = LogLineText(line: line, style: writer.style).text(writer.format) else { return }
                try StandardOutput.writeLine(text)
            }
        } catch is StandardOutput.Closed {
            return
        }
    }
}
