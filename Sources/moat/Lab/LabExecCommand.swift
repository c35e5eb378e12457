import ArgumentParser
import MoatLab

struct LabExecCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command on a machine of a lab.",
        usage: "moat lab exec [--lab <name>] <machine> -- <command> ...",
        discussion: "The exit status is the command's.")

    @Option(help: "The lab. Needed where several are up.")
    var lab: String?

    @Argument(help: "The machine: a host of the lab, or internet, firewall or fabric.")
    var machine: String

    @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
    var command: [String]

    func run() async throws {
        try LabFailure.reporting {
            let words = command.first == "--" ? Array(command.dropFirst()) : command
            guard !words.isEmpty else { throw ValidationError("say what to run: moat lab exec \(machine) -- COMMAND") }
            try LabSelection.lab(named: lab).execute(words, on: machine)
        }
    }
}
