import ArgumentParser
import MoatModel
import MoatServer

struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove one resource, as a new version.",
        discussion: """
            Refused while another resource refers to it. The name of a rule collection group is POLICY/GROUP.

              moat delete IPGroup old-offices
              moat delete rcg aks-egress/team
            """)

    @Argument(help: KindArgument.help, completion: KindArgument.completion, transform: KindArgument.parse)
    var kind: KindArgument

    @Argument(help: "The name.")
    var name: String

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let path = APIPath.resource(kind.kind, name)
        let report: ApplyReport = try await DaemonClient(connection).delete(path)
        try output.writer.print(report) { ApplySummary(report: report, style: $0).text }
    }
}
