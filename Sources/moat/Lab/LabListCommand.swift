import ArgumentParser
import MoatLab

struct LabListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The labs on this machine.")

    @Option(name: [.short, .long], help: "How to write them.")
    var output = LabOutputFormat.table

    private struct Row: Encodable {
        var name: String
        /// `up`, `broken`, or `unfinished` for what a crash left.
        var state: String
        var machines: Int
    }

    func run() async throws {
        try LabFailure.reporting {
            let rows = Lab.names().map { name in
                let status = try? Lab(name: name).status()
                return Row(
                    name: name, state: status?.state.rawValue ?? "unfinished", machines: status?.hosts.count ?? 0)
            }
            try output.print(rows) {
                if rows.isEmpty { return "no lab is up\n" }
                let width = max(4, rows.map(\.name.count).max() ?? 0)
                func line(_ name: String, _ state: String, _ machines: String) -> String {
                    name + String(repeating: " ", count: width - name.count + 2)
                        + state + String(repeating: " ", count: max(0, 12 - state.count)) + machines + "\n"
                }
                return line("NAME", "STATE", "MACHINES")
                    + rows.map { line($0.name, $0.state, "\($0.machines)") }.joined()
            }
        }
    }
}
