import Foundation
import MoatLogs
import MoatModel

/// Records as a firewall before a cluster writes them, the same for the same seed: more by
/// day than by night, few sources and names with most of the traffic, 8 in 100 refused.
struct RecordGenerator {
    /// 2026-11-21T00:00:00Z; the records are of the three days from then on.
    static let start: Int64 = 1_795_219_200_000_000_000
    static let days = 3.0
    static var end: Date { Date(timeIntervalSince1970: Double(start) / 1e9 + days * 86_400) }

    private let world = RecordWorld()
    private let count: Int
    private var random: RecordRandom
    private var made = 0

    /// A generator of so many records, spread over the days.
    init(count: Int, seed: UInt64 = 1) {
        self.count = count
        random = RecordRandom(seed: seed)
    }

    /// The next records, in the order of their time; fewer at the end, then none.
    mutating func next(_ batch: Int) -> [LogRecord] {
        let size = min(batch, count - made)
        guard size > 0 else { return [] }
        var records: [LogRecord] = []
        records.reserveCapacity(size)
        for _ in 0..<size {
            records.append(record(at: time(of: made)))
            made += 1
        }
        return records
    }

    /// The next records, all of this moment.
    mutating func next(_ batch: Int, at time: LogTimestamp) -> [LogRecord] {
        (0..<batch).map { _ in record(at: time) }
    }

    /// More than twice as dense at noon as the mean, and never going back.
    private func time(of number: Int) -> LogTimestamp {
        let part = Double(number) / Double(count)
        let turn = 2 * Double.pi * Self.days
        let moment = (part + 0.6 * sin(turn * part) / turn) * Self.days * 86_400
        return LogTimestamp(nanoseconds: Self.start + Int64(moment * 1e6) * 1000)
    }

    private mutating func record(at time: LogTimestamp) -> LogRecord {
        switch random.even(100) {
        case ..<52: .networkRule(networkRule(at: time))
        case ..<77: .applicationRule(applicationRule(at: time))
        case ..<92: .dnsQuery(dnsQuery(at: time))
        default: .natRule(natRule(at: time))
        }
    }

    private mutating func port() -> UInt16 {
        UInt16(1024 + random.even(64_000))
    }

    private mutating func networkRule(at time: LogTimestamp) -> AZFWNetworkRule {
        let isDenied = random.even(100) < 8
        let isDefault = isDenied && random.even(4) > 0
        let rule = world.networkRules[random.skewed(world.networkRules.count)]
        return AZFWNetworkRule(
            timeGenerated: time, ipProtocol: random.even(5) == 0 ? .udp : .tcp, sourceIp: world.source(&random),
            sourcePort: port(), destinationIp: world.destination(&random),
            destinationPort: RecordWorld.ports[random.skewed(RecordWorld.ports.count)],
            action: isDenied ? .deny : .allow, policy: isDefault ? "" : RecordWorld.policy,
            ruleCollectionGroup: isDefault ? "" : rule.group, ruleCollection: isDefault ? "" : rule.collection,
            rule: isDefault ? "" : rule.name, actionReason: isDefault ? "Default Action" : "")
    }

    private mutating func applicationRule(at time: LogTimestamp) -> AZFWApplicationRule {
        let isDenied = random.even(100) < 8
        let isDefault = isDenied && random.even(3) > 0
        let isHTTP = random.even(10) == 0
        let rule = world.applicationRules[random.skewed(world.applicationRules.count)]
        let name = world.names[random.skewed(world.names.count)]
        return AZFWApplicationRule(
            timeGenerated: time, applicationProtocol: isHTTP ? .http : .https, sourceIp: world.source(&random),
            sourcePort: port(), destinationPort: isHTTP ? 80 : 443, fqdn: name,
            targetUrl: isHTTP ? name + "/index" : "", action: isDenied ? .deny : .allow,
            policy: isDefault ? "" : RecordWorld.policy, ruleCollectionGroup: isDefault ? "" : rule.group,
            ruleCollection: isDefault ? "" : rule.collection, rule: isDefault ? "" : rule.name,
            actionReason: isDefault ? "No rule matched. Proceeding with default action" : "")
    }

    private mutating func dnsQuery(at time: LogTimestamp) -> AZFWDnsQuery {
        let isLost = random.even(200) == 0
        let isUnknown = !isLost && random.even(20) == 0
        // Most answers come from the cache; the others take milliseconds, some of them many.
        let duration = random.even(3) > 0 ? random.fraction() * 0.0002 : exp(-7 + 4 * random.fraction())
        return AZFWDnsQuery(
            timeGenerated: time, sourceIp: world.source(&random), sourcePort: port(),
            queryId: UInt16(random.even(65_536)),
            queryType: RecordWorld.queryTypes[random.skewed(RecordWorld.queryTypes.count)], queryClass: "IN",
            queryName: world.queryNames[random.skewed(world.queryNames.count)], transport: .udp,
            requestSize: 40 + random.even(30), dnssecOkBit: false, edns0BufferSize: 1232,
            responseCode: isLost ? "" : isUnknown ? "NXDOMAIN" : "NOERROR",
            responseFlags: isLost ? "" : "qr,rd,ra", responseSize: isLost ? 0 : 60 + random.even(300),
            requestDurationSecs: isLost ? 2 : (duration * 1e6).rounded() / 1e6, errorNumber: isLost ? 2 : 0,
            errorMessage: isLost ? "i/o timeout" : "")
    }

    private mutating func natRule(at time: LogTimestamp) -> AZFWNatRule {
        let place = random.skewed(world.natRules.count)
        let rule = world.natRules[place]
        return AZFWNatRule(
            timeGenerated: time, ipProtocol: .tcp, sourceIp: world.destination(&random), sourcePort: port(),
            destinationIp: RecordWorld.publicAddress, destinationPort: RecordWorld.publicPorts[place],
            translatedIp: .v4(IPv4Address(rawValue: 0x0a00_0404 + UInt32(place % 4))),
            translatedPort: RecordWorld.publicPorts[place], policy: RecordWorld.policy,
            ruleCollectionGroup: rule.group, ruleCollection: rule.collection, rule: rule.name)
    }
}
