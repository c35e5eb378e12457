import Foundation
import MoatLab

/// The ingress controller's nginx beside one that is configured by hand for the same routes, with and without
/// the web application firewall; how soon a change is served, what a thousand Ingresses take to start, and
/// what 200 reloads leave behind. All on the loopback interface.
struct IngressBench {
    static let area = "ingress"
    private static let ours = "moat"
    private static let byHand = "nginx by hand"
    private static let rounds = 5
    /// Of requests: many and short, so that both sides have the same neighbours on the machine.
    private static let shortRounds = 21
    private static let reloads = 200

    let say: @Sendable (String) -> Void

    func run() async throws -> [BenchRow] {
        let application = try IngressPeer.application()
        defer { application.end() }
        var rows: [BenchRow] = []
        for hasWAF in [false, true] { rows += try await load(hasWAF: hasWAF) }
        return rows + [try await change(), try await coldStart(), try await memory()]
    }

    private func load(hasWAF: Bool) async throws -> [BenchRow] {
        try await IngressSubject.with(hasWAF: hasWAF) { subject in
            try await subject.serve(ingresses: 1)
            let peer = try IngressPeer.proxy(hasWAF: hasWAF)
            defer { peer.end() }
            let subjects = [(Self.ours, IngressSubject.port), (Self.byHand, IngressPeer.proxyPort)]
            let what = hasWAF ? "with the WAF" : "without the WAF"
            let figures = try BenchRounds.measure(subjects, rounds: Self.shortRounds, names: \.0) { round, subject in
                say("requests \(what) through \(subject.0), round \(round) of \(Self.shortRounds)")
                return try requests(port: subject.1)
            }
            return [
                figures["rate"]?.row(
                    Self.area, "requests \(what), by \(Self.byHand)", of: Self.ours, by: Self.byHand, unit: "req/s",
                    bar: .atLeast(0.97)),
                figures["p99"]?.row(
                    Self.area, "99 of 100 requests \(what), by \(Self.byHand)", of: Self.ours, by: Self.byHand,
                    unit: "ms", bar: .atMost(1 / 0.97)),
            ].compactMap { $0 }
        }
    }

    private func requests(port: Int) throws -> [String: Double] {
        let output = try Command(
            [
                "wrk", "-t", "1", "-c", "32", "-d", "1s", "--latency", "-H", "Host: \(IngressSubject.host(0))",
                "http://127.0.0.1:\(port)/cart?id=7",
            ], timeLimit: .seconds(60)
        ).run().output
        guard !output.contains("Non-2xx"), !output.contains("Socket errors"),
            let rate = Self.word(after: "Requests/sec:", in: output).flatMap({ Double($0) }),
            let late = Self.word(after: " 99%", in: output).flatMap(Self.milliseconds)
        else { throw BenchError("requests failed at port \(port): \(output)") }
        return ["rate": rate, "p99": late]
    }

    private static func word(after name: String, in text: String) -> Substring? {
        text.range(of: name).flatMap { text[$0.upperBound...].split(whereSeparator: \.isWhitespace).first }
    }

    /// As wrk writes times: `845.00us`, `1.20ms`, `2.00s`.
    private static func milliseconds(_ text: Substring) -> Double? {
        for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1000)] where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count)).map { $0 * factor }
        }
        return nil
    }

    private func change() async throws -> BenchRow {
        try await IngressSubject.with(hasWAF: true) { subject in
            try await subject.serve(ingresses: 100)
            var times: [Double] = []
            for round in 1...Self.rounds {
                say("a changed Ingress, round \(round) of \(Self.rounds)")
                times.append(try await subject.serve(ingresses: 100 + round))
            }
            return .absolute(
                Self.area, "one Ingress more beside 100 served, with the WAF", times.median, unit: "s", bar: .atMost(1))
        }
    }

    private func coldStart() async throws -> BenchRow {
        var times: [Double] = []
        for round in 1...3 {
            say("1,000 Ingresses from nothing, round \(round) of 3")
            times.append(
                try await IngressSubject.with(hasWAF: true) { subject in try await subject.serve(ingresses: 1000) })
        }
        return .absolute(
            Self.area, "1,000 Ingresses served from a cold start, with the WAF", times.median, unit: "s",
            bar: .atMost(10))
    }

    /// The master's memory, of which each of its workers begins with a copy.
    private func memory() async throws -> BenchRow {
        try await IngressSubject.with(hasWAF: true) { subject in
            try await subject.serve(ingresses: 10)
            // The first reloads make room that later ones use again.
            for number in 1...10 { try await subject.serve(ingresses: 10 + number % 2) }
            let before = try await subject.memory()
            for number in 1...Self.reloads {
                if number % 20 == 0 { say("reload \(number) of \(Self.reloads)") }
                try await subject.serve(ingresses: 10 + number % 2)
            }
            let after = try await subject.memory()
            let ratio = after / before
            return BenchRow(
                area: Self.area, name: "memory of nginx after \(Self.reloads) reloads, with the WAF, by before",
                ours: after, baseline: before, unit: "MB", ratio: ratio, bar: BenchBar.atMost(2).text,
                ok: BenchBar.atMost(2).isMet(by: ratio))
        }
    }
}
