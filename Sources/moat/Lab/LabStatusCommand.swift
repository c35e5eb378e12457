import ArgumentParser
import MoatLab

struct LabStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Draw a lab, with what is running in it.")

    @Argument(help: "The lab. Needed where several are up.")
    var name: String?

    @Option(name: [.short, .long], help: "How to write it.")
    var output = LabOutputFormat.table

    func run() async throws {
        try LabFailure.reporting {
            let status = try LabSelection.lab(named: name).status()
            try output.print(status) { LabDrawing(status).text }
        }
    }
}
