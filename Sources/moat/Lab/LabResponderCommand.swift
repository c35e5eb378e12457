import ArgumentParser
import Foundation
import MoatLab

struct LabResponderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "responder", abstract: "Serve a host's services, in the network that this command is in.",
        shouldDisplay: false)

    @Option(help: "A file, or JSON.")
    var spec: String

    func run() async throws {
        try await LabFailure.reporting {
            try await Responder(spec: try ResponderSpec(fileOrJSON: spec)).run {
                FileHandle.standardOutput.write(Data("ready\n".utf8))
            }
        }
    }
}
