import ArgumentParser
import Foundation
import MoatLab

struct LabFabricCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fabric", abstract: "Keep the routes of a lab's virtual network as the resources say.",
        shouldDisplay: false)

    @Option var lab: String
    @Option var root = LabDirectory.defaultRoot

    func run() async throws {
        try await LabFailure.reporting {
            let directory = LabDirectory(root: root, name: lab)
            var agent = FabricAgent(
                record: try Lab(name: lab, root: root).record(),
                source: DaemonResourceSource(socket: directory.socket))
            await agent.run(
                ready: { FileHandle.standardOutput.write(Data("ready\n".utf8)) },
                report: { LabFailure.write("\(Date.now.formatted(.iso8601)) \($0)") })
        }
    }
}
