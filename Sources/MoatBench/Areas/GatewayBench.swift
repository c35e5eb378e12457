import Foundation
import MoatLab
import MoatModel

/// Connections, throughput, changes and memory of the gateway, beside the bare kernel and
/// iptables on networks of the same make.
struct GatewayBench {
    static let area = "gateway"
    static let rounds = 7
    static let ports: ClosedRange<UInt16> = 5000...5015

    let moat: String
    let bench: String
    let say: (String) -> Void

    func run() throws -> [BenchRow] {
        var rows = try EvaluateBench.run()
        rows += try connections()
        rows += try throughput()
        rows += try change()
        rows += try memory()
        return rows
    }

    private func withNetwork<Value>(_ name: String, _ body: (BenchNetwork) throws -> Value) throws -> Value {
        let network = try network(name)
        defer { network.close() }
        return try body(network)
    }

    /// One whose server takes connections; the caller closes it.
    func network(_ name: String) throws -> BenchNetwork {
        let network = try BenchNetwork(name)
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-accept-\(name).log")
        defer { try? FileManager.default.removeItem(at: log) }
        try network.start("server", [bench, "accept", "\(Self.ports.lowerBound)-\(Self.ports.upperBound)"], log: log)
        for _ in 0..<100 {
            if (try? String(contentsOf: log, encoding: .utf8))?.contains("ready") == true { break }
            usleep(20_000)
        }
        return network
    }

    /// Several networks that stand at the same time, in the order of their names.
    func withNetworks<Value>(_ names: [String], _ body: ([BenchNetwork]) throws -> Value) throws -> Value {
        func next(_ networks: [BenchNetwork]) throws -> Value {
            guard networks.count < names.count else { return try body(networks) }
            return try withNetwork(names[networks.count]) { try next(networks + [$0]) }
        }
        return try next([])
    }

    // MARK: Connections

    private func connections() throws -> [BenchRow] {
        try withNetworks(["bare", "many", "ten", "nft", "legacy", "unlogged"]) { networks in
            let (bare, many, ten) = (networks[0], networks[1], networks[2])
            let (nft, legacy, unlogged) = (networks[3], networks[4], networks[5])
            try bare.run("gateway", ["nft", "-f", "-"], input: Self.conntrackRule)
            say("loading 10,000 rules into iptables-nft and iptables-legacy")
            let rules = Self.iptablesRules(10_000)
            try nft.run("gateway", ["iptables-nft-restore"], input: rules, timeLimit: .seconds(300))
            try legacy.run("gateway", ["iptables-legacy-restore"], input: rules, timeLimit: .seconds(300))
            let tenDaemon = try BenchDaemon(in: ten, moat: moat, resources: BenchPolicy.resources(rules: 10))
            defer { tenDaemon.close() }
            let manyDaemon = try BenchDaemon(in: many, moat: moat, resources: BenchPolicy.resources(rules: 10_000))
            defer { manyDaemon.close() }
            let unloggedDaemon = try BenchDaemon(
                in: unlogged, moat: moat, resources: BenchPolicy.resources(rules: 10_000),
                arguments: ["--no-log-store"])
            defer { unloggedDaemon.close() }
            return try connections(networks: networks)
        }
    }

    private func connections(networks: [BenchNetwork]) throws -> [BenchRow] {
        let rates = try connectRates(networks, "new connections")
        func row(_ name: String, _ ours: String, _ baseline: String, _ bar: BenchBar) -> BenchRow {
            rates.row(Self.area, name, of: ours, by: baseline, unit: "conn/s", bar: bar)
        }
        return [
            row("new connections, 10,000 rules, by bare conntrack", "many", "bare", .atLeast(0.90)),
            row("new connections, 10,000 rules by 10 rules", "many", "ten", .atLeast(0.97)),
            row("new connections with the log stored by not stored", "many", "unlogged", .atLeast(0.95)),
            row("new connections, 10,000 rules, iptables-nft by bare", "nft", "bare", .none),
            row("new connections, 10,000 rules, iptables-legacy by bare", "legacy", "bare", .none),
        ]
    }

    /// New connections a second of each network, by its name. They go to the server, or in
    /// networks that `addresses` names to another address.
    func connectRates(
        _ networks: [BenchNetwork], _ what: String, to addresses: [String: String] = [:],
        rounds: Int = Self.rounds, seconds: Double = 2
    ) throws -> BenchRounds {
        try rates(networks, what, rounds: rounds) { network in
            // Until the connections of the one before have left the table that all namespaces
            // share: none has to clean up after its neighbour.
            usleep(1_500_000)
            return try connectRate(network, to: addresses[network.name] ?? BenchPolicy.server, seconds: seconds)
        }
    }

    private func rates(
        _ networks: [BenchNetwork], _ what: String, rounds: Int, _ rate: (BenchNetwork) throws -> Double
    ) throws -> BenchRounds {
        let figures = try BenchRounds.measure(networks, rounds: rounds, names: \.name) { round, network in
            say("\(what), round \(round) of \(rounds), \(network.name)")
            return ["rate": try rate(network)]
        }
        return figures["rate"] ?? BenchRounds()
    }

    /// New connections a second of networks that do much the same with a packet, in many short
    /// slices: on a shared machine the rate of one second is off by a sixth, however alike the
    /// networks. Nobody waits for the table of connections to empty, since each finds as many
    /// of the others in it.
    func slicedConnectRates(
        _ networks: [BenchNetwork], _ what: String, to address: String, slices: Int = 300
    ) throws -> BenchRounds {
        let figures = try BenchRounds.measure(networks, rounds: slices, names: \.name) { slice, network in
            if slice.isMultiple(of: 50), network.name == networks[0].name {
                say("\(what), slice \(slice) of \(slices)")
            }
            return ["rate": try connectRate(network, to: address, seconds: 0.2)]
        }
        return figures["rate"] ?? BenchRounds()
    }

    private func connectRate(_ network: BenchNetwork, to address: String, seconds: Double) throws -> Double {
        let output = try network.run(
            "client",
            [
                bench, "connect", address, "--ports", "\(Self.ports.lowerBound)-\(Self.ports.upperBound)",
                "--seconds", "\(seconds)", "--concurrency", "64",
            ])
        let result = try JSONDecoder().decode(ConnectLoad.Result.self, from: Data(output.utf8))
        guard result.connections > 0 else { throw BenchError("no connection came through \(network.name)") }
        return result.perSecond
    }

    static let conntrackRule = """
        table inet bench {
          chain forward {
            type filter hook forward priority 0; policy drop;
            ct state new,established,related accept
          }
        }

        """

    /// The same fillers in iptables' words, the rule that matches last.
    private static func iptablesRules(_ count: Int) -> String {
        var lines = [
            "*filter", ":FORWARD DROP [0:0]", "-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
        ]
        for number in 0..<count - 1 {
            let source = "10.0.\(16 + number / 250 % 100).\(number % 250)"
            let destination = "\(20 + number / 6400).\(number / 25 % 256).\(number % 25 * 10).0/24"
            lines.append(
                "-A FORWARD -s \(source) -d \(destination) -p tcp -m tcp --dport \(1 + number * 7 % 60000) -j ACCEPT")
        }
        lines.append("-A FORWARD -s 10.0.5.0/24 -d 203.0.113.0/24 -p tcp -m tcp --dport 5000:5015 -j ACCEPT")
        lines.append("COMMIT")
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Throughput

    private func throughput() throws -> [BenchRow] {
        try withNetworks(["plain", "tracked", "flow"]) { networks in
            let (plain, tracked, flow) = (networks[0], networks[1], networks[2])
            try tracked.run("gateway", ["nft", "-f", "-"], input: Self.conntrackRule)
            let daemon = try BenchDaemon(in: flow, moat: moat, resources: BenchPolicy.resources(rules: 10_000))
            defer { daemon.close() }
            return try throughput(of: flow, plain: plain, tracked: tracked)
        }
    }

    private func throughput(of flow: BenchNetwork, plain: BenchNetwork, tracked: BenchNetwork) throws -> [BenchRow] {
        let rates = try bulkRates([flow, plain, tracked])
        func row(_ name: String, _ ours: BenchNetwork, _ baseline: BenchNetwork, _ bar: BenchBar) -> BenchRow {
            rates.row(Self.area, name, of: ours.name, by: baseline.name, unit: "Gbit/s", bar: bar)
        }
        return [
            row("throughput of one flow, by forwarding without rules", flow, plain, .atLeast(0.97)),
            row("throughput of one flow, by bare conntrack", flow, tracked, .none),
            row("throughput of bare conntrack, by forwarding without rules", tracked, plain, .none),
        ]
    }

    /// Gigabits a second of one flow in each network, by its name.
    func bulkRates(
        _ networks: [BenchNetwork], to addresses: [String: String] = [:], rounds: Int = Self.rounds, seconds: Int = 2
    ) throws -> BenchRounds {
        try rates(networks, "throughput", rounds: rounds) {
            try bulkRate($0, to: addresses[$0.name] ?? BenchPolicy.server, seconds: seconds)
        }
    }

    private func bulkRate(_ network: BenchNetwork, to address: String, seconds: Int) throws -> Double {
        let output = try network.run(
            "client", [bench, "bulk", address, "--port", "\(Self.ports.lowerBound)", "--seconds", "\(seconds)"])
        return try JSONDecoder().decode(BulkLoad.Result.self, from: Data(output.utf8)).gigabitsPerSecond
    }

    // MARK: A change

    /// From just before the request is sent until the server sees the first datagram that
    /// only the new rule lets through; that is more than the bar asks.
    private func change() throws -> [BenchRow] {
        try withNetwork("change") { network in
            let daemon = try BenchDaemon(in: network, moat: moat, resources: BenchPolicy.resources(rules: 10_000))
            defer { daemon.close() }
            func group(_ ports: String) -> [Resource] {
                [.ruleCollectionGroup(BenchPolicy.group(9, rules: 1000, of: 10_000, lastPorts: ports))]
            }
            var times: [Double] = []
            for round in 1...Self.rounds {
                say("a changed rule, round \(round) of \(Self.rounds)")
                let watch = try ArrivalWatch(network, port: 5020)
                times.append(try watch.measure { _ = try daemon.apply(group("5000-5020")) })
                try daemon.apply(group("5000-5015"))
            }
            return [
                .absolute(
                    Self.area, "a changed rule of 10,000 judges its first packet", times.median, unit: "ms",
                    bar: .atMost(100))
            ]
        }
    }

    // MARK: Memory

    private func memory() throws -> [BenchRow] {
        try withNetwork("memory") { network in
            let daemon = try BenchDaemon(in: network, moat: moat, resources: BenchPolicy.resources(rules: 10_000))
            defer { daemon.close() }
            say("100,000 live flows")
            try network.run(
                "client",
                [
                    bench, "flows", BenchPolicy.server, "--ports", "\(Self.ports.lowerBound)-\(Self.ports.upperBound)",
                    "--count", "105000",
                ])
            let live = Int(
                try network.run("gateway", ["cat", "/proc/sys/net/netfilter/nf_conntrack_count"])
                    .trimmingCharacters(in: .whitespacesAndNewlines))
            // Judging all of them again and counting their traffic is part of what it must do.
            try daemon.apply([
                .ruleCollectionGroup(BenchPolicy.group(9, rules: 1000, of: 10_000, lastPorts: "5000-5019"))
            ])
            _ = try UnixHTTP.request("GET", "/v1/rules", socket: daemon.socket)
            let memory = try daemon.memory()
            return [
                .absolute(
                    Self.area, "live flows while memory is read", Double(live ?? 0), unit: "", bar: .atLeast(95_000)),
                .absolute(
                    Self.area, "memory with 10,000 rules and these flows", memory.now, unit: "MB", bar: .atMost(200)),
                .absolute(Self.area, "the same at its highest", memory.highest, unit: "MB", bar: .atMost(200)),
            ]
        }
    }
}
