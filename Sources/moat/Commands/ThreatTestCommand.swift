import ArgumentParser
import Foundation
import MoatServer

struct ThreatTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Say which feeds list an address, a name or an http URL, and what happens to it.",
        discussion: """
            Exit status: 0 where nothing happens to it, 1 where it is recorded or refused, 2 where it cannot be told.

              moat threat test 203.0.113.66
              moat threat test bad.example
              moat threat test http://site.example/payload.bin
            """)

    @Argument(help: "The address, name or http URL.")
    var indicator: String

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report: ThreatTestReport
        do {
            report = try await DaemonClient(connection).get(APIPath.path("/v1/threat/test", [("of", indicator)]))
        } catch let error as APIError {
            throw CommandFailure(.cannot, error.message)
        }
        try output.writer.print(report) { ThreatTestText(report: report, style: $0).text }
        if report.action != nil { throw ExitCode(1) }
    }
}
