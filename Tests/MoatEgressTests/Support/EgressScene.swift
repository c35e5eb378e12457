import Foundation
import Logging
import MoatLogs
import MoatLogsTestSupport
import MoatModel
import MoatPolicy
import Synchronization
import Testing

@testable import MoatEgress

/// An egress proxy on loopback. Clients dial 127.0.0.1; the port that they dial is the
/// proxy's own, which rules name as PORT, and servers listen on it at 127.0.0.2.
final class EgressScene: Sendable {
    let proxy: EgressProxy
    let inForce = SnapshotInForce()
    let counters = RuleCounterTable()
    let resolver: StubResolver
    let snapshot: Snapshot
    private let store = MemoryLogStore()
    let logs: LogWriter

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// `rules` are the ruleCollections of a RuleCollectionGroup, as YAML indented by four;
    /// `names` what the resolver knows, which answers at once or after `delay` seconds, from
    /// another thread; `configure` changes what tests wait for.
    init(
        _ rules: String, names: [String: [String]] = ["*": ["127.0.0.2"]], delay: Double? = nil,
        configure: (inout EgressConfiguration) -> Void = { _ in }
    ) throws {
        resolver = StubResolver(names, delay: delay)
        logs = LogWriter(store: store, origin: LogOrigin(firewall: "edge"), logger: Self.logger)
        var configuration = EgressConfiguration(isTransparent: false, loops: 2, maximumConnections: 1000)
        configuration.isForbidden = { $0.rawValue == 0x7f00_0066 }
        configure(&configuration)
        proxy = try EgressProxy(
            configuration, inForce: inForce, resolver: resolver, counters: counters, logs: logs, logger: Self.logger)
        snapshot = try Self.compile(rules, port: proxy.port)
        inForce.replace(with: snapshot)
    }

    deinit {
        proxy.stop()
        logs.stop()
    }

    static func compile(_ rules: String, port: UInt16) throws -> Snapshot {
        let yaml = """
            apiVersion: moat.dev/v1alpha1
            kind: VirtualNetwork
            metadata: {name: net}
            spec:
              addressSpace: {addressPrefixes: [127.0.0.0/16]}
              subnets: [{name: AzureFirewallSubnet, addressPrefix: 127.0.3.0/24}]
            ---
            apiVersion: moat.dev/v1alpha1
            kind: PublicIPAddress
            metadata: {name: public}
            spec: {ipAddress: 127.9.9.9}
            ---
            apiVersion: moat.dev/v1alpha1
            kind: FirewallPolicy
            metadata: {name: policy}
            spec: {}
            ---
            apiVersion: moat.dev/v1alpha1
            kind: Firewall
            metadata: {name: edge}
            spec:
              firewallPolicy: policy
              ipConfigurations: [{name: a, subnet: net/AzureFirewallSubnet, publicIPAddress: public}]
            ---
            apiVersion: moat.dev/v1alpha1
            kind: RuleCollectionGroup
            metadata: {name: group}
            spec:
              firewallPolicy: policy
              priority: 100
              ruleCollections:
            \(rules.replacingOccurrences(of: "PORT", with: "\(port)"))
            """
        let manifests = ManifestReader.read(yaml: Data(yaml.utf8), file: "scene.yaml")
        try #require(manifests.issues.isEmpty, "\(manifests.issues)")
        var resources = ResourceSet()
        for resource in manifests.resources { resources.set(resource) }
        var numbering = RuleNumbering()
        return try Snapshot.compile(firewall: "edge", resources: resources, serviceTags: nil, numbering: &numbering)
    }

    /// One collection of application rules.
    static func allow(_ names: String, protocols: String = "{protocolType: Https, port: PORT}") -> String {
        """
            - name: allow
              priority: 200
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: ApplicationRule, name: names, sourceAddresses: ["*"], protocols: [\(protocols)], targetFqdns: [\(names)]}
        """
    }

    static func allowHTTP(_ names: String) -> String {
        allow(names, protocols: "{protocolType: Http, port: PORT}")
    }

    /// What `tunnels` tells, without leaving the thread: a test that waits for its turn in the
    /// middle would see its sockets time out.
    func tunnels() -> [EgressTunnel] {
        proxy.mailboxes.flatMap { mailbox in
            wait { reply in mailbox.post(.list { reply($0) }) }
        }
    }

    /// The same of `judgeTunnels`.
    func judgeTunnels(by snapshot: Snapshot) -> (judged: Int, cut: Int) {
        let parts: [(Int, Int)] = proxy.mailboxes.map { mailbox in
            wait { reply in mailbox.post(.judge(snapshot) { reply(($0, $1)) }) }
        }
        return (parts.reduce(0) { $0 + $1.0 }, parts.reduce(0) { $0 + $1.1 })
    }

    private func wait<Value: Sendable>(_ body: (@escaping @Sendable (Value) -> Void) -> Void) -> Value {
        let box = Mutex<Value?>(nil)
        let isDone = DispatchSemaphore(value: 0)
        let answer = Answer(box: box)
        body { value in
            answer.box.withLock { $0 = value }
            isDone.signal()
        }
        isDone.wait()
        guard let value = answer.box.withLock({ $0 }) else { preconditionFailure("signalled without a value") }
        return value
    }

    private final class Answer<Value: Sendable>: Sendable {
        let box: Mutex<Value?>

        init(box: consuming Mutex<Value?>) {
            self.box = box
        }
    }

    func connect(timeout: Int = 5) -> BlockingSocket {
        BlockingSocket.connect(port: proxy.port, timeout: timeout)
    }

    func server(address: UInt32 = 0x7f00_0002, _ handler: @escaping @Sendable (BlockingSocket) -> Void) throws
        -> LoopbackServer
    {
        try #require(LoopbackServer(address: address, port: proxy.port, handler: handler))
    }

    /// The records of application rules, once there are so many.
    func records(_ count: Int, of table: LogTable = .applicationRule) throws -> [[String: String]] {
        for _ in 0..<200 {
            let lines = try store.read(tables: [table], since: nil, limit: 10_000)
            if lines.count >= count {
                return try lines.map { line in
                    let object = try JSONSerialization.jsonObject(with: line.json) as? [String: Any] ?? [:]
                    return object.mapValues { "\($0)" }
                }
            }
            usleep(10_000)
        }
        Issue.record("there are not \(count) records of \(table.rawValue)")
        return []
    }
}
