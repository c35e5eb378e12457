import Foundation
import Logging
import MoatDNS
import MoatLogs
import MoatLogsTestSupport
import MoatModel
import MoatPolicy
import Synchronization
import Testing

/// A proxy on loopback with scripted servers behind it.
final class DNSFixture: Sendable {
    let servers: [ScriptedServer]
    let inForce = SnapshotInForce()
    let store: FakeAddressStore
    let logStore = MemoryLogStore()
    let logs: LogWriter
    let proxy: DNSProxy

    /// The policy has a network rule for each of `names`. One server for each script.
    init(
        names: [String] = [], store: FakeAddressStore = FakeAddressStore(), listens: Bool = true,
        _ script: @escaping ScriptedServer.Script, others: [ScriptedServer.Script] = [],
        configure: (inout DNSProxyConfiguration) -> Void = { _ in }
    ) throws {
        servers = try ([script] + others).map { try ScriptedServer($0) }
        self.store = store
        logs = LogWriter(store: logStore, origin: LogOrigin(firewall: "edge"), logger: Logger(label: "test"))
        var configuration = DNSProxyConfiguration(
            listenAddresses: [address("127.0.0.1")], hostServers: servers.map(\.address))
        configuration.port = 0
        configuration.additionalClients = [prefix("127.0.0.0/8")]
        configuration.attemptTimeout = 0.2
        configuration.queryTimeout = 1.5
        configuration.idleTimeout = 5
        configure(&configuration)
        inForce.replace(with: try compile(names))
        proxy = try DNSProxy(
            configuration, inForce: inForce, store: store, logs: logs, logger: Logger(label: "test"))
        if listens { try proxy.apply(.init(enableProxy: true)) }
    }

    deinit {
        proxy.stop()
        for server in servers { server.stop() }
        logs.stop()
    }

    var server: ScriptedServer { servers[0] }

    func client(tcp: Bool = false, host: UInt32 = 0x7f00_0001, patience: Double = 4) throws -> TestClient {
        try TestClient(port: proxy.port, tcp: tcp, host: host, patience: patience)
    }

    /// Puts a policy with these names in force.
    func replacePolicy(_ names: [String]) throws {
        inForce.replace(with: try compile(names))
        proxy.policyChanged()
    }

    /// Whether a flow to the address is let through by the rule of a name, as of now.
    func allows(_ destination: String) -> Bool {
        let flow = Flow(
            side: .private, source: address("10.0.5.7"), destination: address(destination), ipProtocol: .tcp,
            sourcePort: 40_000, destinationPort: 443)
        return inForce.current.map { evaluate(flow, $0).verdict == .allow } ?? false
    }

    /// The records logged so far, written out; asks again until there are `count`.
    func records(_ table: LogTable = .dnsQuery, count: Int = 1) -> [[String: any Sendable]] {
        eventually { self.logStore.lines(of: table).count >= count }
        return logStore.lines(of: table).compactMap {
            (try? JSONSerialization.jsonObject(with: $0.json)) as? [String: any Sendable]
        }
    }
}

/// Waits for something to become true, at most four seconds; whether it has.
@discardableResult
func eventually(_ condition: () -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: 4)
    while Date() < end {
        if condition() { return true }
        usleep(5000)
    }
    return condition()
}

/// A store that keeps addresses in memory, and fails or waits when told to.
final class FakeAddressStore: LearnedAddressStore {
    struct Failure: Error {}

    private let stored: Mutex<[String: [IPAddress: Date]]>
    let saves = Atomic<Int>(0)
    let isFailing = Atomic<Bool>(false)
    let willSave: @Sendable ([LearnedAddress]) -> Void

    init(_ addresses: [LearnedAddress] = [], willSave: @escaping @Sendable ([LearnedAddress]) -> Void = { _ in }) {
        var stored: [String: [IPAddress: Date]] = [:]
        for item in addresses { stored[item.name, default: [:]][item.address] = item.lastSeen }
        self.stored = Mutex(stored)
        self.willSave = willSave
    }

    func load() throws -> [LearnedAddress] {
        stored.withLock { stored in
            stored.flatMap { name, entries in
                entries.map { LearnedAddress(name: name, address: $0.key, lastSeen: $0.value) }
            }
        }
    }

    func save(_ addresses: [LearnedAddress]) throws {
        willSave(addresses)
        if isFailing.load(ordering: .relaxed) { throw Failure() }
        saves.add(1, ordering: .relaxed)
        stored.withLock { stored in
            for item in addresses { stored[item.name, default: [:]][item.address] = item.lastSeen }
        }
    }

    func remove(_ addresses: [LearnedAddress]) throws {
        stored.withLock { stored in
            for item in addresses { stored[item.name]?[item.address] = nil }
        }
    }

    /// `docker.io 203.0.113.7`, sorted.
    var contents: [String] {
        stored.withLock { stored in stored.flatMap { name, entries in entries.keys.map { "\(name) \($0)" } } }.sorted()
    }
}

/// A policy with one network rule for each name, named `rule-NAME`.
func compile(_ names: [String]) throws -> Snapshot {
    let subnet = SubnetReference(virtualNetwork: "net", subnet: VirtualNetwork.firewallSubnetName)
    let rules = try names.map { name in
        NetworkRule(
            name: "rule-\(name)", ipProtocols: [.tcp], sourceAddresses: [try #require(AddressSpecifier("*"))],
            destinationFqdns: [name], destinationPorts: [try #require(PortRange("443"))])
    }
    let resources = ResourceSet([
        .virtualNetwork(
            VirtualNetwork(
                name: "net", addressPrefixes: [prefix("10.0.0.0/16")],
                subnets: [
                    .init(name: VirtualNetwork.firewallSubnetName, addressPrefixes: [prefix("10.0.3.0/24")])
                ])),
        .publicIPAddress(PublicIPAddress(name: "pip", ipAddress: address("198.51.100.10"))),
        .firewall(
            Firewall(
                name: "edge", ipConfigurations: [.init(name: "first", subnet: subnet, publicIPAddress: "pip")],
                firewallPolicy: "policy")),
        .firewallPolicy(FirewallPolicy(name: "policy")),
        .ruleCollectionGroup(
            RuleCollectionGroup(
                name: "group", firewallPolicy: "policy", priority: 100,
                ruleCollections: [.init(name: "names", priority: 100, rules: .network(.allow, rules))])),
    ])
    var numbering = RuleNumbering()
    return try Snapshot.compile(firewall: "edge", resources: resources, serviceTags: nil, numbering: &numbering)
}

// MARK: - Short forms, for text that the tests themselves write.

func address(_ text: String) -> IPAddress {
    guard let address = IPAddress(text) else { preconditionFailure("not an address: \(text)") }
    return address
}

func prefix(_ text: String) -> IPPrefix {
    guard let prefix = IPPrefix(text) else { preconditionFailure("not a prefix: \(text)") }
    return prefix
}

func name(_ text: String) -> DNSName {
    guard let name = DNSName(text) else { preconditionFailure("not a name: \(text)") }
    return name
}

/// An A or AAAA record.
func record(_ owner: String, _ text: String, ttl: UInt32 = 60) -> DNSRecord {
    let address = address(text)
    let bytes = (0..<address.family.bitWidth / 8).reversed().map {
        UInt8(truncatingIfNeeded: address.number >> (8 * UInt128($0)))
    }
    return DNSRecord(
        name: name(owner), type: address.family == .ipv4 ? .a : .aaaa, timeToLive: ttl, data: bytes)
}

func cname(_ owner: String, _ target: String, ttl: UInt32 = 60) -> DNSRecord {
    DNSRecord(name: name(owner), type: .cname, timeToLive: ttl, data: name(target).wire)
}

/// An SOA record whose last field is `minimum`.
func soa(_ owner: String, minimum: UInt8, ttl: UInt32 = 900) -> DNSRecord {
    DNSRecord(
        name: name(owner), type: .soa, timeToLive: ttl,
        data: name("ns.\(owner)").wire + name("root.\(owner)").wire + Array(repeating: 0, count: 19) + [minimum])
}

/// A script that answers from a list of records, and nothing (without SOA) else.
func zone(_ records: DNSRecord...) -> ScriptedServer.Script {
    { query in
        guard let question = query.message.questions.first else { return [] }
        var owner = question.name.lowercased
        var found: [DNSRecord] = []
        for _ in 0..<20 {
            let own = records.filter { $0.name.matches(owner) }
            found += own.filter { $0.type == question.type || $0.type == .cname }
            guard let target = own.first(where: { $0.type == .cname })?.target else { break }
            owner = target.lowercased
        }
        return [.message(query.answer(found, code: records.contains { $0.name.matches(question.name) } ? 0 : 3))]
    }
}

extension DNSMessage {
    /// The addresses of its A and AAAA records.
    var addresses: [String] {
        answers.filter { $0.type == .a || $0.type == .aaaa }.map { record in
            let number = record.data.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            return "\(IPAddress(number: number, family: record.type == .a ? .ipv4 : .ipv6))"
        }
    }

    var code: String { responseCode.description }
}
