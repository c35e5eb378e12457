import ArgumentParser
import Foundation
import MoatLab

struct LabDemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Tell the story of the reference topology with real packets.",
        discussion: """
            Brings the lab up, sends the traffic of the story, and says for each step what was sent, what was \
            expected, what happened, and the log record that proves it; then takes the lab down. Exit status 1 where \
            any step differs.

              moat lab demo Examples/aks-firewall/lab.yaml --keep
            """)

    @Argument(help: "The lab file of the reference topology, or its folder.", completion: .file())
    var file = "Examples/aks-firewall/lab.yaml"

    @Option(help: "Name the lab otherwise than its file does.")
    var name: String?

    @Flag(help: "Leave the lab standing and say how to look around.")
    var keep = false

    @Option(help: "Write the steps to this file, as JSON.", completion: .file(extensions: ["json"]))
    var report: String?

    func run() async throws {
        try await LabFailure.reporting {
            try Lab.requirePrerequisites(ipv6: true)
            let path = LabManifests.labFile(file)
            let (topology, resources, manifests) = try LabManifests.load(labFile: path)
            let lab = Lab(name: name ?? topology.name)
            let line = LabProgressLine()
            defer { line.stop() }
            try await Interruption.cancelling {
                try lab.up(
                    Lab.Configuration(topology: topology, resources: resources, manifests: manifests),
                    progress: line.progress)
            }
            line.stop()
            let rows: [DemoReportRow]
            do {
                rows = try await Interruption.cancelling { try tell(in: lab, path) }
            } catch {
                _ = try? lab.down()
                throw error
            }
            if keep {
                say(lookAround(lab))
            } else {
                try lab.down()
            }
            try writeReport(rows)
            let differing = rows.filter { !$0.ok }.count
            say("\(rows.count) steps, \(rows.count - differing) as expected, \(differing) different")
            if differing > 0 { throw ExitCode(1) }
        }
    }

    private func tell(in lab: Lab, _ file: String) throws -> [DemoReportRow] {
        let scene = DemoScene(
            lab: lab, folder: URL(fileURLWithPath: file).deletingLastPathComponent(),
            executable: try Program.current())
        let text = DemoText(style: Style.forDescriptor(STDOUT_FILENO))
        var rows: [DemoReportRow] = []
        for step in DemoStory.steps {
            try Task.checkCancellation()
            let observation: DemoObservation
            do {
                observation = try step.act(scene)
            } catch {
                observation = DemoObservation(observed: "\(error)", log: "", ok: false)
            }
            let row = DemoReportRow(
                step: step.title, sent: step.sent, expected: step.expected, observed: observation.observed,
                log: observation.log, answer: observation.answer, ok: observation.ok)
            rows.append(row)
            say(text.text(rows.count, row))
        }
        return rows
    }

    private func writeReport(_ rows: [DemoReportRow]) throws {
        guard let report else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(rows).write(to: URL(fileURLWithPath: report))
        } catch {
            throw LabError(.failed, "the report cannot be written to \(report): \(error.localizedDescription)")
        }
    }

    private func lookAround(_ lab: Lab) -> String {
        """
        The lab stands. Look around:
          moat lab status \(lab.name)
          moat lab exec --lab \(lab.name) client -- curl -i http://198.51.100.10/
          moat lab exec --lab \(lab.name) app-7 -- curl https://docker.io/
          moat lab kubectl --lab \(lab.name) get services,pods -A
          moat lb --lab \(lab.name)
          moat rules --lab \(lab.name)
          moat flows --lab \(lab.name)
          moat logs -f --lab \(lab.name)
          moat explain 10.0.5.8 to 203.0.113.9:443/tcp --lab \(lab.name)
        Take it down:
          moat lab down \(lab.name)

        """
    }

    private func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
