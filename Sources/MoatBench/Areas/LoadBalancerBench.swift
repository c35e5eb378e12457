import Foundation
import MoatLab

/// The load balancer's data path beside routing without it: connections, throughput, what a
/// thousand Services cost, and how fast a changed backend and a whole cluster are in force.
struct LoadBalancerBench {
    static let area = "loadbalancer"
    /// Where the load goes; its backend is the server, at the same port.
    private static let address = "10.0.4.4"
    /// Many and short: what shares the machine comes and goes within seconds.
    private static let rounds = 21

    /// Whose networks and load this uses.
    let gateway: GatewayBench

    func run() throws -> [BenchRow] {
        try gateway.withNetworks(["direct", "tracked", "translated", "one", "thousand"]) { networks in
            let (direct, tracked, translated) = (networks[0], networks[1], networks[2])
            let (one, thousand) = (networks[3], networks[4])
            try tracked.run("gateway", ["nft", "-f", "-"], input: GatewayBench.conntrackRule)
            try translated.run("gateway", ["nft", "-f", "-"], input: Self.translationRule)
            _ = try apply([Self.served()], in: one)
            _ = try apply([Self.served() + Self.services(1000, backends: 10)], in: thousand)
            let subjects = Dictionary(
                uniqueKeysWithValues: [translated, one, thousand].map { ($0.name, Self.address) })
            let sliced = try gateway.slicedConnectRates([one, thousand], "1,000 Services by one", to: Self.address)
            let connections = try gateway.connectRates(
                [direct, tracked, translated, one], "new connections", to: subjects, rounds: Self.rounds, seconds: 1)
            let throughput = try gateway.bulkRates(networks, to: subjects, rounds: Self.rounds, seconds: 1)
            func row(_ rates: BenchRounds, _ name: String, _ ours: String, _ peer: String, _ bar: BenchBar) -> BenchRow
            {
                let unit = name.hasPrefix("throughput") ? "Gbit/s" : "conn/s"
                return rates.row(Self.area, name, of: ours, by: peer, unit: unit, bar: bar)
            }
            return [
                row(connections, "new connections, by direct routing", "one", "direct", .atLeast(0.95)),
                row(connections, "new connections, by bare conntrack", "one", "tracked", .none),
                row(connections, "new connections, by one rule of DNAT", "one", "translated", .none),
                row(sliced, "new connections, 1,000 Services by one", "thousand", "one", .atLeast(0.97)),
                row(throughput, "throughput of one flow, by direct routing", "one", "direct", .atLeast(0.95)),
                row(throughput, "throughput of one flow, by bare conntrack", "one", "tracked", .none),
                row(throughput, "throughput of one flow, by one rule of DNAT", "one", "translated", .none),
                row(throughput, "throughput of one flow, 1,000 Services by one", "thousand", "one", .atLeast(0.97)),
            ] + (try changes(in: direct))
        }
    }

    /// The least that the kernel can do for an address that is not the server's.
    private static let translationRule = """
        table ip bench {
          chain prerouting {
            type nat hook prerouting priority -100;
            ip daddr \(address) dnat to \(BenchPolicy.server)
          }
        }

        """

    /// A whole table from nothing, then one backend that changes: medians of runs of a program
    /// that starts, as after a restart.
    private func changes(in network: BenchNetwork) throws -> [BenchRow] {
        let table = Self.services(5000, backends: 10)
        var whole: [Double] = []
        var changed: [Double] = []
        for round in 1...5 {
            gateway.say("5,000 Services and 50,000 backends, round \(round) of 5")
            var other = table
            other[2500] = Self.service(2500, backends: 9)
            let times = try apply([table, other], in: network)
            whole.append(times[0] / 1000)
            changed.append(times[1])
        }
        return [
            .absolute(
                Self.area, "5,000 Services and 50,000 backends in the kernel", whole.median, unit: "s",
                bar: .atMost(15)),
            .absolute(
                Self.area, "one changed backend of them in force", changed.median, unit: "ms", bar: .atMost(100)),
        ]
    }

    /// Puts tables in force one after the other; returns the milliseconds of each. What is in
    /// force stays when the program ends.
    private func apply(_ tables: [[String]], in network: BenchNetwork) throws -> [Double] {
        let input = tables.map { ($0 + ["apply", ""]).joined(separator: "\n") }.joined()
        let output = try network.run("gateway", [gateway.bench, "balance"], input: input)
        let lines = output.split(separator: "\n")
        let times = lines.compactMap { $0.hasPrefix("ok ") ? Double($0.dropFirst(3)) : nil }
        guard times.count == tables.count else { throw BenchError("the load balancer: \(output)") }
        return times
    }

    private static func served() -> [String] {
        GatewayBench.ports.map { "\(address):\($0)/tcp None \(BenchPolicy.server):\($0) -" }
    }

    private static func services(_ count: Int, backends: Int) -> [String] {
        (0..<count).map { service($0, backends: backends) }
    }

    private static func service(_ number: Int, backends: Int) -> String {
        let list = (0..<backends).map { index in
            let place = number * 10 + index
            return "10.\(16 + place / 62500).\(place / 250 % 250).\(place % 250 + 1):8080"
        }
        return "10.200.\(number / 250).\(number % 250 + 1):80/tcp None \(list.joined(separator: ",")) -"
    }
}
