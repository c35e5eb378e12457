import ArgumentParser
import MoatIngress

struct IngressShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show Ingresses, where their requests go, what is wrong, and how nginx does.")

    @Option(
        help: ArgumentHelp(
            "The ingress controller's socket. Default: \(IngressCommand.defaultSocket).", valueName: "path"))
    var socket = IngressCommand.defaultSocket

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report: IngressReport = try await DaemonClient(ingress: socket).get("/v1/ingress")
        try output.writer.print(report) { IngressText(report: report, style: $0).text }
    }
}
