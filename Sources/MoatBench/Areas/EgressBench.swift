import Foundation
import MoatLab

/// The egress proxy beside other relays that choose by the name in the ClientHello, each in a
/// network of its own, of the same make. The hello is a recorded one and the answer is made up,
/// so that the figures show the relay and not cryptography; real TLS is shown beside it.
struct EgressBench {
    static let area = "egress"
    static let rounds = 5
    static let manyPatterns = 100_000

    let moat: String
    let bench: String
    let say: (String) -> Void

    private static let ours = "moat"
    private static let oursMany = "moat with \(manyPatterns) names"
    /// Without a log store: none of the others writes a record of each connection.
    private static let oursUnlogged = "moat-unlogged"
    private static let forwarding = "forwarding"
    /// Shows what being transparent and tracking connections costs; no bar of its own.
    private static let transparent = [RelayPeers.haproxyTransparent.name]

    func run() throws -> [BenchRow] {
        let place = BenchPlaces(moat: moat, bench: bench)
        defer { place.close() }
        var peers = [RelayPeers.haproxy, RelayPeers.nginx]
        if let envoy = RelayPeers.envoy() { peers.append(envoy) } else { say("Envoy is not installed; it is left out") }
        say("starting moat and \(peers.map(\.name).joined(separator: ", "))")
        let ours = try place.moat(Self.ours, network: "moat", patterns: 1)
        let many = try place.moat(Self.oursMany, network: "many", patterns: Self.manyPatterns)
        let unlogged = try place.moat(
            Self.oursUnlogged, network: "unlogged", patterns: 1, arguments: ["--no-log-store"])
        let others = try peers.map { try place.peer($0) }
        var transparent = try place.peer(RelayPeers.haproxyTransparent, port: 10443)
        transparent.address = BenchPolicy.server
        let forwarding = try place.forwarding(Self.forwarding)
        let names = others.map(\.name)

        var rows = try connections([ours, many, transparent] + others, names)
        rows += try throughput([ours] + others, names, tunnels: 1)
        rows += try throughput([ours] + others, names, tunnels: 64)
        rows += try latency([ours, many, unlogged, forwarding, transparent] + others, names)
        rows += try http(place, ours)
        rows += try tls(place, [ours, forwarding] + others, names)
        place.close()
        rows += try memory(peers)
        return rows
    }

    private func connections(_ subjects: [RelaySubject], _ peers: [String]) throws -> [BenchRow] {
        let rates = try measure("short connections", subjects) { subject in
            let result = try subject.load(bench, "short", ["--tunnels", "64", "--seconds", "2"])
            return ["rate": Double(result.connections) / result.seconds]
        }
        guard let rate = rates["rate"] else { return [] }
        return rate.rows(
            Self.area, "short connections", of: Self.ours, by: peers, shown: Self.transparent, unit: "conn/s",
            bar: .atLeast(1), moreIsBetter: true)
            + rate.rows(
                Self.area, "short connections, \(Self.manyPatterns) names", of: Self.oursMany, by: [Self.ours],
                unit: "conn/s", bar: .atLeast(0.97), moreIsBetter: true)
    }

    private func throughput(_ subjects: [RelaySubject], _ peers: [String], tunnels: Int) throws -> [BenchRow] {
        let what = tunnels == 1 ? "throughput of one tunnel" : "throughput of \(tunnels) tunnels"
        let rates = try measure(what, subjects) { subject in
            let result = try subject.load(bench, "bulk", ["--tunnels", "\(tunnels)", "--seconds", "2"])
            guard result.connections == tunnels else { throw BenchError("a tunnel of \(subject.name) broke") }
            return ["rate": Double(result.bytes) * 8 / result.seconds / 1e9]
        }
        return rates["rate"]?.rows(
            Self.area, what, of: Self.ours, by: peers, unit: "Gbit/s", bar: .atLeast(1), moreIsBetter: true) ?? []
    }

    private func latency(_ subjects: [RelaySubject], _ peers: [String]) throws -> [BenchRow] {
        let times = try measure("latency", subjects) { subject in
            let result = try subject.load(bench, "rate", ["--rate", "500", "--seconds", "3"])
            return ["p50": result.latencyMedian, "p99": result.latency99]
        }
        return ["p50", "p99"].flatMap { figure -> [BenchRow] in
            guard let time = times[figure] else { return [] }
            return time.addedRows(
                Self.area, "added to the first byte at 500/s, \(figure)", to: Self.forwarding, of: Self.ours,
                by: peers, shown: Self.transparent + [Self.oursUnlogged], unit: "ms", bar: .atMost(1))
                + time.rows(
                    Self.area, "first byte at 500/s, \(figure), \(Self.manyPatterns) names", of: Self.oursMany,
                    by: [Self.ours], unit: "ms", bar: .atMost(1.03), moreIsBetter: false)
        }
    }

    // MARK: Memory

    /// Of programs that were started for it, which have seen a few connections.
    private func memory(_ peers: [Peer]) throws -> [BenchRow] {
        let subjects = [Self.ours] + peers.map(\.name)
        let tunnels = 5000
        let sizes = try BenchRounds.measure(subjects, rounds: Self.rounds, names: { $0 }) { round, name in
            say("memory of idle tunnels, round \(round) of \(Self.rounds), \(name)")
            let place = BenchPlaces(moat: moat, bench: bench)
            defer { place.close() }
            let peer = peers.first { $0.name == name }
            let subject = try peer.map { try place.peer($0) } ?? place.moat(name, network: "moat", patterns: 1)
            _ = try subject.load(bench, "short", ["--tunnels", "64", "--seconds", "0.5"])
            usleep(500_000)
            let before = try subject.residentMemory()
            try place.holdTunnels(tunnels, through: subject)
            usleep(1_500_000)
            return ["size": (try subject.residentMemory() - before) / Double(tunnels)]
        }
        guard let size = sizes["size"] else { return [] }
        let others = peers.map(\.name).filter { $0 != RelayPeers.haproxy.name }
        func rows(_ peers: [String], _ bar: BenchBar) -> [BenchRow] {
            size.rows(
                Self.area, "memory of an idle tunnel of \(tunnels)", of: Self.ours, by: peers, unit: "kB", bar: bar,
                moreIsBetter: false)
        }
        return rows([RelayPeers.haproxy.name], .atMost(1)) + rows(others, .none)
    }

    // MARK: HTTP and real TLS

    private func http(_ place: BenchPlaces, _ ours: RelaySubject) throws -> [BenchRow] {
        let peer = try place.peer(RelayPeers.nginxHTTP, port: 80)
        let tracked = try place.peer(RelayPeers.nginxHTTPTracked, port: 80)
        for subject in [ours, peer, tracked] { try place.webServer(in: subject.network, tls: false) }
        let rates = try measure("HTTP requests", [ours, peer, tracked]) { subject in
            let output = try subject.network.run(
                "client",
                [
                    "wrk", "-t", "1", "-c", "32", "-d", "2s", "-H", "Host: \(RelayHello.serverName)",
                    "http://\(subject.address)/",
                ])
            guard !output.contains("Non-2xx"), let rate = Self.number(after: "Requests/sec:", in: output) else {
                throw BenchError("requests failed through \(subject.name): \(output)")
            }
            return ["rate": rate]
        }
        return rates["rate"]?.rows(
            Self.area, "HTTP requests with keep-alive", of: Self.ours, by: [peer.name], shown: [tracked.name],
            unit: "req/s", bar: .atLeast(0.8), moreIsBetter: true) ?? []
    }

    private func tls(_ place: BenchPlaces, _ subjects: [RelaySubject], _ peers: [String]) throws -> [BenchRow] {
        for subject in subjects {
            place.stopRelayServer(in: subject.network)
            try place.webServer(in: subject.network, tls: true)
        }
        let requests = 500
        let name = RelayHello.serverName
        let rates = try measure("real TLS", subjects) { subject in
            let start = ContinuousClock.now
            let output = try subject.network.run(
                "client",
                [
                    "curl", "--silent", "--insecure", "--http1.1", "--header", "Connection: close", "--parallel",
                    "--parallel-immediate", "--parallel-max", "32", "--resolve", "\(name):443:\(subject.address)",
                    "--write-out", "%{http_code}\\n", "--output", "/dev/null", "https://\(name)/?[1-\(requests)]",
                ])
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let answered = output.split(separator: "\n").filter { $0 == "200" }.count
            guard answered == requests else { throw BenchError("\(answered) of \(requests) TLS requests succeeded") }
            return ["rate": Double(requests) / seconds]
        }
        return rates["rate"]?.rows(
            Self.area, "curl with TLS, a connection each", of: Self.ours, by: peers + [Self.forwarding], unit: "req/s",
            bar: .none, moreIsBetter: true) ?? []
    }

    // MARK: Measuring

    private func measure(
        _ what: String, _ subjects: [RelaySubject], _ body: (RelaySubject) throws -> [String: Double]
    ) throws -> [String: BenchRounds] {
        try BenchRounds.measure(subjects, rounds: Self.rounds, names: \.name) { round, subject in
            say("\(what), round \(round) of \(Self.rounds), \(subject.name)")
            // What the one before left behind is cleaned up first.
            usleep(300_000)
            return try body(subject)
        }
    }

    static func number(after text: String, in output: String) -> Double? {
        guard let range = output.range(of: text) else { return nil }
        return output[range.upperBound...].split(whereSeparator: \.isWhitespace).first.flatMap { Double($0) }
    }
}
