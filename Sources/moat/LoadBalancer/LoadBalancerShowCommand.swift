import ArgumentParser
import Foundation
import MoatKubernetes
import MoatLab

struct LoadBalancerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show frontends, their backends, and what probes say of them.")

    @Option(
        help: ArgumentHelp(
            "The load balancer's socket. Default: \(LoadBalancerCommand.defaultSocket).", valueName: "path"))
    var socket = LoadBalancerCommand.defaultSocket

    @Option(help: ArgumentHelp("Of a lab's load balancers, show the one that leads.", valueName: "name"))
    var lab: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let report = try await chosen()
        try output.writer.print(report) { LoadBalancerText(report: report, now: Date(), style: $0).text }
    }

    private func chosen() async throws -> LoadBalancerReport {
        guard let lab else { return try await report(socket) }
        return try await leader(of: LabSelection.lab(named: lab))
    }

    private func report(_ socket: String) async throws -> LoadBalancerReport {
        try await DaemonClient(loadBalancer: socket).get("/v1/loadbalancer")
    }

    /// What the leader of a lab's load balancers says, or where none leads what one of them does.
    private func leader(of lab: Lab) async throws -> LoadBalancerReport {
        var reports: [LoadBalancerReport] = []
        var failure: (any Error)?
        for socket in try lab.loadBalancers() {
            do {
                reports.append(try await report(socket))
            } catch {
                failure = error
            }
        }
        if let report = reports.first(where: { $0.leader == "leading" }) ?? reports.first { return report }
        throw failure ?? CommandFailure(.cannot, "lab \(lab.name) has no load balancer; give its file kubernetes:")
    }
}
