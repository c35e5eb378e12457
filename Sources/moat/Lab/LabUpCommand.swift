import ArgumentParser
import Foundation
import MoatLab

struct LabUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Bring a lab up and apply its resources.")

    @Argument(help: "The lab file, or the folder with its lab.yaml.", completion: .file())
    var file = "lab.yaml"

    @Option(help: "Name the lab otherwise than its file does, so that it can stand beside another.")
    var name: String?

    @Flag(help: "Run no moat: the firewall's machine forwards everything. For comparisons.")
    var withoutMoat = false

    func validate() throws {
        guard let name, !LabName.isValid(name) else { return }
        throw ValidationError("'\(name)' is not a name for a lab: lower-case letters, digits and inner '-', at most 40")
    }

    func run() async throws {
        try await LabFailure.reporting {
            try Lab.requirePrerequisites(ipv6: false)
            let path = LabManifests.labFile(file)
            let (topology, resources, manifests) = try LabManifests.load(labFile: path)
            let lab = Lab(name: name ?? topology.name)
            let configuration = Lab.Configuration(
                topology: topology, resources: resources, manifests: manifests,
                gateway: withoutMoat ? .forwarding : .moat)
            let line = LabProgressLine()
            defer { line.stop() }
            try await Interruption.cancelling {
                try lab.up(configuration, progress: line.progress)
            }
            line.stop()
            let hasKubernetes = topology.kubernetes != nil && !withoutMoat
            let kubectl =
                hasKubernetes ? "\n  use kubectl     moat lab kubectl --lab \(lab.name) get services,pods -A" : ""
            LabFailure.write(
                """
                lab \(lab.name) is up
                  see it          moat lab status \(lab.name)
                  be a machine    moat lab exec --lab \(lab.name) MACHINE -- COMMAND\(kubectl)
                  take it down    moat lab down \(lab.name)
                """)
        }
    }
}
