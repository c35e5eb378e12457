import ArgumentParser
import Foundation
import MoatKubernetes

struct LoadBalancerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show frontends, their backends, and what probes say of them.")

    @Option(
        help: ArgumentHelp(
            "The load balancer's socket. Default: \(LoadBalancerCommand.defaultSocket).", valueName: "path"))
    var socket = LoadBalancerCommand.defaultSocket

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report: LoadBalancerReport = try await DaemonClient(loadBalancer: socket).get("/v1/loadbalancer")
        try output.writer.print(report) { LoadBalancerText(report: report, now: Date(), style: $0).text }
    }
}
