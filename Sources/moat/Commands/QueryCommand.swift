import ArgumentParser
import Foundation
import MoatServer
import Yams

struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask the logs in KQL, the language of Azure Monitor.",
        discussion: """
            The tables are Azure Firewall's own: AZFWNetworkRule, AZFWApplicationRule, AZFWNatRule, AZFWDnsQuery \
            and so on. A result with `render` is drawn on a terminal; anywhere else it is written as a table. \
            docs/query.md has the language.

              moat query 'AZFWNetworkRule | where Action == "Deny" | summarize count() by SourceIp' --since 1h
              moat query --list
              moat query -n denied-to registry-1.docker.io
              moat query -f hunting.kql -o csv > hunting.csv

            Exit status: 0 answered; 1 the query is wrong or refused; 2 cannot be tried (no daemon, too slow, too \
            many at once); 64 wrong usage.
            """)

    @Argument(
        help: ArgumentHelp(
            "The query; with --name the parameters of that one.", valueName: "kql"))
    var arguments: [String] = []

    @Option(name: [.short, .long], help: "Read the query from a file; - is standard input.", completion: .file())
    var file: String?

    @Option(
        name: [.short, .long], help: "Ask a query of the library; see --list.",
        completion: .list(QueryLibrary.queries.map(\.name)))
    var name: String?

    @Flag(help: "List the library.")
    var list = false

    @Option(
        help: ArgumentHelp("Print a query of the library instead of asking it.", valueName: "name"),
        completion: .list(QueryLibrary.queries.map(\.name)))
    var show: String?

    @Option(
        help: ArgumentHelp(
            "Only records younger than this, such as 5m or 1h30m. Default: all; of the library 1d, mostly.",
            valueName: "duration"))
    var since: DurationArgument?

    @Option(
        help: ArgumentHelp("How long the query may take, at most 10m. Default: 30s.", valueName: "duration"))
    var timeout: DurationArgument?

    @Option(help: "Rows at most, 1 to 500,000.")
    var limit = 10_000

    @Option(
        name: [.short, .long],
        help: "How to write the result: table (for people), json, csv or yaml (for programs; times in UTC).")
    var output: QueryOutputFormat = .table

    @Flag(help: "Write a table even where the query has render.")
    var noChart = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...QueryPreferences.maximumRows).contains(limit) else {
            throw ValidationError("--limit is 1 to 500000")
        }
        if let timeout, !(1...Double(QueryPreferences.maximumWait)).contains(timeout.seconds) {
            throw ValidationError("--timeout is 1s to 10m")
        }
        guard !list, show == nil else { return }
        let given = [name != nil, file != nil, name == nil && !arguments.isEmpty].count { $0 }
        guard given == 1 else {
            throw ValidationError(
                given == 0
                    ? "say what to ask: moat query 'AZFWNetworkRule | take 10', or see moat query --list"
                    : "give one query: as the argument, with --file or with --name")
        }
        guard name != nil || arguments.count <= 1 else {
            throw ValidationError("the query is one argument; put it in single quotes")
        }
    }

    func run() async throws {
        let style = Style.forDescriptor(STDOUT_FILENO)
        if list { return Output.write(QueryLibrary.list(style)) }
        if let show { return Output.write(try library(show).text) }
        let client = DaemonClient(connection)
        let question = try await question(client)
        var preferences = QueryPreferences(includesRender: output == .table, rows: limit)
        if let timeout { preferences.wait = Int(timeout.seconds.rounded(.up)) }
        let seconds = since?.seconds ?? question.since.map(Double.init)
        let request = QueryRequest(query: question.text, timespan: seconds.map { "PT\($0)S" })
        do {
            let result = try await client.query(request, preferences)
            try write(result, style)
            if let error = result.error { say("not all of it: " + (error.details.first?.message ?? error.description)) }
        } catch let error as QueryError {
            let text = QueryErrorText(
                error: error, query: question.typed, addedLines: question.addedLines, source: file)
            throw CommandFailure(
                (400..<500).contains(error.status) && error.status != 429 ? .refused : .cannot, text.text)
        }
    }

    private struct Question {
        var text: String
        /// As the user, or the library, wrote it.
        var typed: String
        var addedLines = 0
        var since: Int?
    }

    private func question(_ client: DaemonClient) async throws -> Question {
        if let name {
            let query = try library(name)
            var text: String
            do {
                text = try query.text(with: arguments)
            } catch {
                throw ValidationError(error.description)
            }
            if query.needs.contains(.rules) {
                text = RulesTable.datatable(try await client.get("/v1/rules")) + "\n" + text
            }
            let added = text.split(separator: "\n", omittingEmptySubsequences: false).count
            let own = query.text.split(separator: "\n", omittingEmptySubsequences: false).count
            return Question(text: text, typed: query.text, addedLines: added - own, since: query.since)
        }
        let text = try file.map(Self.read) ?? arguments[0]
        return Question(text: text, typed: text)
    }

    private func library(_ name: String) throws -> LibraryQuery {
        guard let query = QueryLibrary.query(named: name) else {
            throw CommandFailure(.refused, "the library has no query '\(name)'; moat query --list shows what it has")
        }
        return query
    }

    private static func read(_ path: String) throws -> String {
        do {
            let data =
                path == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: path))
            return String(decoding: data, as: UTF8.self)
        } catch {
            throw CommandFailure(.refused, "\(path) cannot be read: \(error.localizedDescription)")
        }
    }

    private func write(_ result: QueryResult, _ style: Style) throws {
        switch output {
        case .json: Output.write(QueryText(result: result).json)
        case .csv: FileHandle.standardOutput.write(Data(QueryText(result: result).csv.utf8))
        case .yaml: Output.write(try Output.yaml(json: QueryText(result: result).json))
        case .table:
            let width = TerminalSize.columns(STDOUT_FILENO)
            let environment = ProcessInfo.processInfo.environment
            if let width, !noChart,
                let chart = QueryChart(result: result, width: width, glyphs: .of(environment), style: style).text
            {
                return Output.write(chart)
            }
            Output.write(QueryTable(result: result, width: width, style: style).text)
        }
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data((Style.forDescriptor(STDERR_FILENO)(text, .yellow) + "\n").utf8))
    }
}
