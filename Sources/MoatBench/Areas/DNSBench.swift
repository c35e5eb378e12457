import Foundation
import MoatLab

/// The DNS proxy beside dnsmasq, each in a gateway between dnsperf and the same server of
/// names, with answers that both have in their caches.
struct DNSBench {
    static let area = "dns"
    static let rounds = 5

    let moat: String
    let bench: String
    let say: (String) -> Void

    private struct Subject {
        var name: String
        var network: BenchNetwork
        var address: String
    }

    private static let plain = peer("dnsmasq", [])
    /// Moat keeps a record of every query; this shows what that costs others.
    private static let logging = peer("dnsmasq-log", ["--log-queries", "--log-facility=@/queries.log"])

    private static func peer(_ name: String, _ more: [String]) -> Peer {
        Peer(
            name: name, files: [:],
            arguments: [
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                "--user=root", "--pid-file=", "--bind-interfaces", "--listen-address=10.0.3.4",
                "--cache-size=10000", "--server=\(BenchPolicy.server)",
            ] + more)
    }

    func run() throws -> [BenchRow] {
        let place = BenchPlaces(moat: moat, bench: bench)
        defer { place.close() }
        let ours = try place.moat("moat", network: "dns", patterns: 1)
        let others = try [Self.plain, Self.logging].map { try place.dnsProxy($0) }
        let queries = FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-queries")
        defer { try? FileManager.default.removeItem(at: queries) }
        let lines = (0..<300).map { "host-\($0).bench.example A\n" }.joined()
        try Data(lines.utf8).write(to: queries)
        let subjects = ([ours] + others).map { Subject(name: $0.name, network: $0.network, address: "10.0.3.4") }
        let figures = try BenchRounds.measure(subjects, rounds: Self.rounds, names: \.name) { round, subject in
            say("DNS queries, round \(round) of \(Self.rounds), \(subject.name)")
            // The first run has filled the caches when the second is measured.
            let rate = try ask(subject, queries.path, ["-l", "3", "-q", "200"])
            let latencies = try latencies(subject, queries.path)
            return ["rate": rate, "p50": latencies.percentile(0.5), "p99": latencies.percentile(0.99)]
        }
        var rows: [BenchRow] = []
        if let rate = figures["rate"] {
            rows += rate.rows(
                Self.area, "cached answers", of: "moat", by: [Self.plain.name], shown: [Self.logging.name],
                unit: "queries/s", bar: .atLeast(1),
                moreIsBetter: true)
        }
        for figure in ["p50", "p99"] {
            guard let time = figures[figure] else { continue }
            rows += time.rows(
                Self.area, "answer at 2,000 queries/s, \(figure)", of: "moat", by: [Self.plain.name],
                shown: [Self.logging.name], unit: "ms", bar: .none,
                moreIsBetter: false)
        }
        return rows
    }

    private func ask(_ subject: Subject, _ queries: String, _ arguments: [String]) throws -> Double {
        let output = try subject.network.run(
            "client", ["dnsperf", "-s", subject.address, "-d", queries, "-c", "8", "-T", "1"] + arguments)
        guard let rate = EgressBench.number(after: "Queries per second:", in: output),
            let lost = EgressBench.number(after: "Queries lost:", in: output),
            let completed = EgressBench.number(after: "Queries completed:", in: output),
            output.contains("NOERROR \(Int(completed))"), lost <= completed / 100
        else { throw BenchError("queries of \(subject.name) went unanswered: \(output)") }
        return rate
    }

    /// In milliseconds, one for each query of a run at a fixed rate.
    private func latencies(_ subject: Subject, _ queries: String) throws -> [Double] {
        let output = try subject.network.run(
            "client",
            ["dnsperf", "-s", subject.address, "-d", queries, "-c", "8", "-T", "1", "-l", "2", "-Q", "2000", "-v"])
        // > NOERROR host-1.bench.example A 0.000123
        return output.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("> ") else { return nil }
            return line.split(separator: " ").last.flatMap { Double($0) }.map { $0 * 1000 }
        }
    }
}
