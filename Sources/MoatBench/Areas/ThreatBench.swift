import Foundation
import MoatModel
import MoatPolicy
import MoatThreatIntel

/// A million addresses and 200,000 names: reading them, looking them up, and what they cost the
/// gate and the machine.
struct ThreatBench {
    static let area = "threat"
    private static let addresses = 1_000_000
    private static let names = 200_000

    /// Whose networks and load this uses.
    let gateway: GatewayBench

    func run() throws -> [BenchRow] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-threats.txt")
        defer { try? FileManager.default.removeItem(at: file) }
        let body = Self.body()
        try Data(body).write(to: file)
        return try lists(body) + connections(file.path)
    }

    private static func feed(_ path: String) -> ThreatIntelFeed {
        ThreatIntelFeed(name: "bench", source: .file(path), format: .list, category: "Bench")
    }

    // MARK: Lists

    private func lists(_ body: [UInt8]) throws -> [BenchRow] {
        gateway.say("reading \(Self.addresses) addresses and \(Self.names) names")
        var times: [Double] = []
        var index = ThreatIndex.empty
        let clock = ContinuousClock()
        for _ in 0..<5 {
            let start = clock.now
            let reading = try body.withUnsafeBytes { try FeedReader.read($0, of: Self.feed("/bench"), now: 0) }
            index = ThreatIndex([reading.list], at: 0)
            times.append((clock.now - start) / .milliseconds(1))
        }
        let lists = ThreatLists(fetched: index)
        return [
            .absolute(
                Self.area, "1,000,000 addresses and 200,000 names, read and in force", times.median, unit: "ms",
                bar: .atMost(3000)),
            .absolute(
                Self.area, "one look-up of an address", Self.lookup { lists.info(of: Self.probe($0)) != nil },
                unit: "ns", bar: .atMost(200)),
            .absolute(
                Self.area, "one look-up of a name",
                Self.lookup { lists.info(ofName: Self.probeNames[$0 & 1023]) != nil },
                unit: "ns", bar: .atMost(200)),
        ]
    }

    /// Nanoseconds of one look-up, the median of the means of runs of 1,000.
    private static func lookup(_ body: (Int) -> Bool) -> Double {
        var found = 0
        var means: [Double] = []
        let clock = ContinuousClock()
        for run in 0..<500 {
            let start = clock.now
            for number in 0..<1000 where body(run * 1000 + number) { found += 1 }
            means.append((clock.now - start) / .nanoseconds(1) / 1000)
        }
        // Used, so that the look-ups are not optimised away.
        return found >= 0 ? means.median : 0
    }

    /// Spread over all of IPv4: most hit nothing, and none was looked at before.
    private static func probe(_ number: Int) -> IPAddress {
        .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number &* 2_654_435_761)))
    }

    private static let probeNames = (0..<1024).map { $0 % 2 == 0 ? name($0 * 97) : "www.site-\($0).example.org" }

    private static func name(_ number: Int) -> String {
        "h\(number * 7919 % 1_000_003).bad-\(number % 5003).example"
    }

    /// The feed: nine of ten single addresses, the others networks of 16 to 4,096 addresses.
    private static func body() -> [UInt8] {
        var text = ""
        text.reserveCapacity(24 << 20)
        var state: UInt64 = 7
        func next() -> UInt32 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt32(truncatingIfNeeded: state >> 32)
        }
        var count = 0
        while count < addresses {
            let number = next()
            // Between 20.0.0.0 and 99.255.255.255 every address is some internet host's.
            let address = IPv4Address(rawValue: (20 + number >> 24 % 80) << 24 | number & 0xFF_FFFF)
            if count % 10 == 0 {
                let length = 20 + Int(next() % 9)
                text += "\(IPv4Address(rawValue: address.rawValue & ~(UInt32.max >> UInt32(length))))/\(length)\n"
            } else {
                text += "\(address)\n"
            }
            count += 1
        }
        for number in 0..<names { text += name(number) + "\n" }
        return Array(text.utf8)
    }

    // MARK: Connections

    private func connections(_ path: String) throws -> [BenchRow] {
        try gateway.withNetworks(["listed", "unlisted"]) { networks in
            let without = try BenchDaemon(in: networks[1], moat: gateway.moat, resources: Self.resources())
            defer { without.close() }
            let with = try BenchDaemon(
                in: networks[0], moat: gateway.moat, resources: Self.resources() + [.threatIntelFeed(Self.feed(path))])
            defer { with.close() }
            try Self.waitForList(with)
            let memory = BenchRow.absolute(
                Self.area, "memory of the lists in the daemon", try with.memory().now - without.memory().now,
                unit: "MB", bar: .atMost(200))
            let rates = try gateway.connectRates(networks, "new connections with threat lists")
            return [
                memory,
                rates.row(
                    Self.area, "new connections with the lists by without", of: "listed", by: "unlisted",
                    unit: "conn/s", bar: .atLeast(0.97)),
            ]
        }
    }

    /// The benchmark's policy, which refuses what is listed.
    private static func resources() -> [Resource] {
        BenchPolicy.resources(rules: 10_000).map { resource in
            guard case .firewallPolicy(var policy) = resource else { return resource }
            policy.threatIntelMode = .deny
            return .firewallPolicy(policy)
        }
    }

    private static func waitForList(_ daemon: BenchDaemon) throws {
        for _ in 0..<200 {
            let answer = try UnixHTTP.request("GET", "/v1/threat/feeds", socket: daemon.socket)
            if answer.body.contains("\"entries\":1") { return }
            usleep(100_000)
        }
        throw BenchError("the threat list did not come in force within 20 s")
    }
}
