import ArgumentParser
import Foundation
import MoatAnalysis
import MoatServer

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what would happen to a flow, why, and what would turn the verdict round.",
        discussion: """
            Asks the same function that judges packets. A flow is SOURCE to DESTINATION:PORT/PROTOCOL; without \
            /PROTOCOL it is TCP, and ICMP has no port. In place of the destination may stand a name with its port, \
            or an http or https URL: then application rules are asked too. Write `to`, or `->` in quotes: a shell \
            takes > for itself.

              moat explain 10.0.5.7 to 203.0.113.9:443/tcp
              moat explain 10.0.5.7 to https://docker.io
              moat explain '203.0.113.7 -> 198.51.100.10:80'
              moat explain 10.0.5.7 to 203.0.113.9/icmp

            Exit status: 0 allowed, 1 denied or not decided without a name, 2 error.
            """)

    @Argument(help: "The flow.")
    var flow: [String]

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !flow.isEmpty else {
            throw ValidationError("say which flow: moat explain 10.0.5.7 to 203.0.113.9:443/tcp")
        }
        guard flow.last != "-" else {
            throw ValidationError("the shell took the > of -> for itself; write `to` instead, or quote the flow")
        }
    }

    func run() async throws {
        let question = try APICoding.encoder.encode(ExplainRequest(flow: flow.joined(separator: " ")))
        let report: ExplainReport
        do {
            report = try await DaemonClient(connection).post("/v1/explain", body: question)
        } catch let error as APIError {
            throw CommandFailure(.cannot, ErrorText.failure(error).description)
        }
        try output.writer.print(report) { ExplainText(report: report, style: $0).text }
        if !report.explanation.isAllowed { throw ExitCode(1) }
    }
}
