import Foundation
import MoatModel
import Testing

@testable import MoatLab

/// The lab of Examples/aks-firewall under a name of its own, taken down at the end of a test
/// whatever happens in it. Unless a test wants it, it has no Kubernetes: one machine is at the
/// address of the load balancer.
struct SystemLab {
    /// The moat binary that was built beside the tests, or another one that MOAT_BINARY in the
    /// environment names, such as the release build, to see its figures.
    static let moat: String? = {
        if let other = ProcessInfo.processInfo.environment["MOAT_BINARY"] { return other }
        guard let own = try? Program.current() else { return nil }
        // On Linux the tests run inside the test bundle's own executable; with some drivers
        // the bundle is loaded by another program, and its path is the last argument's.
        let candidates = [own] + CommandLine.arguments
        return candidates.lazy.map { URL(filePath: $0).deletingLastPathComponent().appending(path: "moat").path }
            .first { access($0, X_OK) == 0 }
    }()

    static let example = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Examples/aks-firewall").standardizedFileURL

    let lab: Lab
    let topology: LabTopology
    /// What was applied when it came up.
    let resources: ResourceSet
    /// Those that a test started itself.
    let daemons = ChildList()

    /// Brings a lab up, with changes to the example's topology or resources, and takes it
    /// down after `body`.
    static func with(
        kubernetes withKubernetes: Bool = false,
        _ change: (inout LabTopology, inout ResourceSet) -> Void = { _, _ in }, _ body: (SystemLab) throws -> Void
    ) throws {
        let text = try String(contentsOf: example.appending(path: "lab.yaml"), encoding: .utf8)
        var topology = try LabFileReader.read(text)
        if !withKubernetes { topology.replaceKubernetes() }
        var resources = ResourceSet(ManifestReader.read(paths: [example.appending(path: "resources").path]).resources)
        change(&topology, &resources)
        let manifest = URL(filePath: NSTemporaryDirectory()).appending(path: "moat-system-\(UUID().uuidString).yaml")
        try Data(manifests(resources.all).utf8).write(to: manifest)
        defer { try? FileManager.default.removeItem(at: manifest) }
        let lab = SystemLab(lab: Lab(name: uniqueName()), topology: topology, resources: resources)
        defer {
            _ = try? lab.lab.down()
            lab.daemons.reap()
        }
        try lab.lab.up(
            .init(topology: topology, resources: resources, manifests: [manifest.path], executable: moat))
        try body(lab)
    }

    static func uniqueName() -> String {
        "s\(getpid())-\(UInt32.random(in: 0 ... .max))"
    }

    /// The resources as one file; JSON is YAML too.
    static func manifests(_ resources: [Resource]) -> String {
        resources.map { String(decoding: $0.manifest.jsonData(), as: UTF8.self) }.joined(separator: "\n---\n")
    }

    func host(_ name: String) -> NetworkNamespace {
        lab.directory.machine(name)
    }

    // MARK: The command line

    /// Runs moat against the lab's daemon.
    @discardableResult
    func moat(_ arguments: [String], input: String = "", expect status: Int32? = 0) throws -> String {
        let program = try #require(Self.moat)
        let result = try Command(
            [program] + arguments + ["--socket", lab.directory.socket], input: input, timeLimit: .seconds(20)
        ).run()
        if let status, result.status != status {
            throw SystemTestError(
                "moat \(arguments.joined(separator: " ")): status \(result.status)\(result.timedOut ? ", out of time" : "")\n\(result.error)"
            )
        }
        return result.output
    }

    func json<Value: Decodable>(_ type: Value.Type, _ arguments: [String], input: String = "") throws -> Value {
        let output = try moat(arguments + ["--output", "json"], input: input)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(output.utf8))
    }

    struct Applied: Decodable {
        var version: Int
        var previous: Int
    }

    /// Puts resources in force with `moat apply`.
    @discardableResult
    func apply(_ resources: Resource...) throws -> Applied {
        try apply(resources)
    }

    @discardableResult
    func apply(_ resources: [Resource]) throws -> Applied {
        try json(Applied.self, ["apply", "-f", "-"], input: Self.manifests(resources))
    }

    /// Takes resources away with `moat delete`.
    func delete(_ kind: String, _ name: String) throws {
        try moat(["delete", kind, name])
    }

    struct Status: Decodable {
        struct Gateway: Decodable {
            var judged: UInt64
            var losses: [String: UInt64]
        }

        var version: Int
        var processIdentifier: Int32
        var gateway: Gateway
    }

    func status() throws -> Status {
        try json(Status.self, ["status"])
    }

    struct Rule: Decodable, Hashable {
        var group: String
        var collection: String
        var rule: String
        var number: UInt32
        var match: String
        var hits: UInt64
    }

    func rules() throws -> [Rule] {
        try json([Rule].self, ["rules"])
    }

    /// The tables of decisions, DNS queries and failures, one record for each event.
    static let eventTables = [
        "AZFWNetworkRule", "AZFWNatRule", "AZFWApplicationRule", "AZFWDnsQuery", "AZFWInternalFqdnResolutionFailure",
    ]

    /// The records since the lab came up, oldest first.
    func records(of tables: [String] = eventTables) throws -> [SystemRecord] {
        let output = try moat(
            ["logs", "--limit", "100000", "--output", "json"] + tables.flatMap { ["--table", $0] })
        return try output.split(separator: "\n").map { try SystemRecord(line: String($0)) }
    }

    /// Records that fit, once there are `count` of them, or what there is after the time.
    func records(
        atLeast count: Int = 1, of tables: [String] = eventTables, within limit: Duration = .seconds(2),
        where fits: (SystemRecord) -> Bool
    ) throws -> [SystemRecord] {
        var found: [SystemRecord] = []
        _ = try Deadline(in: limit).wait(every: 50) {
            found = try records(of: tables).filter(fits)
            return found.count >= count
        }
        return found
    }

    /// What the daemon said.
    func daemonLog() -> String {
        (try? FileSystem.readText("\(lab.directory.logs)/gateway-firewall.log")) ?? ""
    }
}

struct SystemTestError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
