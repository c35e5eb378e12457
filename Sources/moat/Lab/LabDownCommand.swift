import ArgumentParser
import MoatLab

struct LabDownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Take a lab down and leave nothing behind.",
        discussion: "Also clears what a crash left. Succeeds where there is nothing to take down.")

    @Argument(help: "The lab. Needed where several are up.")
    var name: String?

    @Flag(help: "Every lab on this machine.")
    var all = false

    func validate() throws {
        if all, name != nil { throw ValidationError("give a name or --all, not both") }
    }

    func run() async throws {
        try LabFailure.reporting {
            if all {
                let removed = try Lab.downAll()
                LabFailure.write(removed.isEmpty ? "no lab is up" : "down: \(removed.joined(separator: ", "))")
                return
            }
            try Lab.requirePrivileges()
            guard let name = try name ?? LabSelection.only(Lab.names()) else {
                LabFailure.write("no lab is up")
                return
            }
            guard LabName.isValid(name) else { throw LabError(.failed, "'\(name)' cannot be the name of a lab") }
            LabFailure.write(try Lab(name: name).down() ? "lab \(name) is down" : "lab \(name) is not up")
        }
    }
}
