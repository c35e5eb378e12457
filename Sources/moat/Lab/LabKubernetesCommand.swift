import ArgumentParser
import Foundation
import MoatLab

struct LabKubernetesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubernetes", abstract: "Serve a lab's Kubernetes API, and look after its pods.",
        shouldDisplay: false)

    @Option var spec: String

    func run() async throws {
        try await LabFailure.reporting {
            try await LabKubernetes(KubernetesSpec(readFrom: spec)).run(
                ready: { FileHandle.standardOutput.write(Data("ready\n".utf8)) },
                report: { LabFailure.write("\(Date.now.formatted(.iso8601)) \($0)") })
        }
    }
}
