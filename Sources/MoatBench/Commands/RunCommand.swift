import ArgumentParser
import Foundation
import MoatLab

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the benchmarks and print medians as a table.",
        discussion: "Exit status: 0 all bars met; 1 a bar was missed; 2 cannot be run (no root, no moat binary).")

    @Option(
        help: ArgumentHelp("Only these areas, separated by commas. Known: gateway, egress, dns.", valueName: "areas"))
    var only: String?

    @Option(help: "Write the rows to this file, as JSON.", completion: .file(extensions: ["json"]))
    var output = "bench-results.json"

    private static let areas = ["gateway", "egress", "dns"]

    func run() async throws {
        let wanted = only.map { $0.split(separator: ",").map(String.init) } ?? Self.areas
        if let unknown = wanted.first(where: { !Self.areas.contains($0) }) {
            throw ValidationError("there is no area '\(unknown)'; the areas are \(Self.areas.joined(separator: ", "))")
        }
        do {
            try Lab.requirePrivileges()
            let bench = try Program.current()
            let moat = URL(fileURLWithPath: bench).deletingLastPathComponent().appendingPathComponent("moat").path
            guard FileManager.default.isExecutableFile(atPath: moat) else {
                throw BenchError("there is no moat beside \(bench); build it: swift build -c release")
            }
            var rows: [BenchRow] = []
            if wanted.contains("gateway") {
                rows += try GatewayBench(moat: moat, bench: bench, say: Self.say).run()
            }
            if wanted.contains("egress") {
                rows += try EgressBench(moat: moat, bench: bench, say: Self.say).run()
            }
            if wanted.contains("dns") {
                rows += try DNSBench(moat: moat, bench: bench, say: Self.say).run()
            }
            print(BenchTable(rows: rows).text)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(rows).write(to: URL(fileURLWithPath: output))
            if rows.contains(where: { !$0.ok }) { throw ExitCode(1) }
        } catch let error where !(error is ExitCode) {
            Self.say("error: \(error)")
            throw ExitCode(2)
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
