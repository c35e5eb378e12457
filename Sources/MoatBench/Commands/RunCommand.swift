import ArgumentParser
import Foundation
import MoatLab

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the benchmarks and print medians as a table.",
        discussion: "Exit status: 0 all bars met; 1 a bar was missed; 2 cannot be run (no root, no moat binary).")

    @Option(
        help: ArgumentHelp(
            "Only these areas, separated by commas. Known: gateway, egress, dns, logs, threat, loadbalancer, cluster, ingress.",
            valueName: "areas"))
    var only: String?

    @Option(
        help: ArgumentHelp(
            "Area logs: how many million records the stores have that are asked, separated by commas.",
            valueName: "millions"))
    var records = "1,10"

    @Option(help: "Write the rows to this file, as JSON.", completion: .file(extensions: ["json"]))
    var output = "bench-results.json"

    private static let areas = ["gateway", "egress", "dns", "logs", "threat", "loadbalancer", "cluster", "ingress"]

    func run() async throws {
        let wanted = only.map { $0.split(separator: ",").map(String.init) } ?? Self.areas
        if let unknown = wanted.first(where: { !Self.areas.contains($0) }) {
            throw ValidationError("there is no area '\(unknown)'; the areas are \(Self.areas.joined(separator: ", "))")
        }
        let sizes = records.split(separator: ",").compactMap { Int($0) }
        guard !sizes.isEmpty, sizes.allSatisfy({ (1...100).contains($0) }) else {
            throw ValidationError("--records takes whole millions from 1 to 100, such as 1,10,50")
        }
        do {
            var rows: [BenchRow] = []
            if !Set(wanted).isSubset(of: ["logs", "ingress"]) { rows += try await Self.traffic(wanted) }
            if wanted.contains("ingress") { rows += try await Self.ingress() }
            if wanted.contains("logs") {
                rows += try LogsBench(sizes: sizes.map { $0 * 1_000_000 }, say: Self.say).run()
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

    private static func ingress() async throws -> [BenchRow] {
        let turn = try BenchTurn()
        defer { turn.end() }
        return try await IngressBench(say: { say($0) }).run()
    }

    /// The areas with networks of their own.
    private static func traffic(_ wanted: [String]) async throws -> [BenchRow] {
        try Lab.requirePrivileges()
        let turn = try BenchTurn()
        defer { turn.end() }
        let bench = try Program.current()
        let moat = URL(fileURLWithPath: bench).deletingLastPathComponent().appendingPathComponent("moat").path
        guard FileManager.default.isExecutableFile(atPath: moat) else {
            throw BenchError("there is no moat beside \(bench); build it: swift build -c release")
        }
        var rows: [BenchRow] = []
        if wanted.contains("gateway") { rows += try GatewayBench(moat: moat, bench: bench, say: say).run() }
        if wanted.contains("egress") { rows += try EgressBench(moat: moat, bench: bench, say: say).run() }
        if wanted.contains("threat") {
            rows += try ThreatBench(gateway: GatewayBench(moat: moat, bench: bench, say: say)).run()
        }
        if wanted.contains("loadbalancer") {
            rows += try LoadBalancerBench(gateway: GatewayBench(moat: moat, bench: bench, say: say)).run()
        }
        if wanted.contains("cluster") {
            rows += try await ClusterBench(gateway: GatewayBench(moat: moat, bench: bench, say: say)).run()
        }
        if wanted.contains("dns") { rows += try DNSBench(moat: moat, bench: bench, say: say).run() }
        return rows
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
