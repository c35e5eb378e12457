import ArgumentParser
import Foundation
import Logging
import MoatLogs
import MoatLogsTestSupport
import MoatModel
import Testing

@testable import MoatServer
@testable import moat

/// The whole daemon on a real socket, asked by the real client; only the gate is a fake.
@Suite(.timeLimit(.minutes(2))) struct DaemonTests {
    private let directory: TemporaryDirectory
    private let dataPlane = RecordingDataPlane()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private var socketPath: String { directory.file("run/moat.sock") }

    private func daemon(state: String = "state", socket: String = "run/moat.sock", logs: LogWriter? = nil) -> Daemon {
        Daemon(
            configuration: DaemonConfiguration(
                firewall: "edge", stateDirectory: directory.file(state), socketPath: directory.file(socket)),
            logs: logs, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { [dataPlane] in DataPlaneServices(dataPlane: dataPlane, ownPorts: []) }
    }

    private func client() throws -> DaemonClient {
        DaemonClient(try ConnectionOptions.parse(["--socket", socketPath]))
    }

    /// Runs the daemon while `body` runs.
    private func whileRunning(_ daemon: Daemon, _ body: (DaemonClient) async throws -> Void) async throws {
        let client = try client()
        let running = Task { try await daemon.run(stopOn: []) }
        for _ in 0..<500 {
            if UnixSocket.probe(socketPath) == .listening { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        do {
            try await body(client)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        try? await running.value
    }

    @Test func answersOnItsSocket() async throws {
        try await whileRunning(daemon()) { client in
            let before: StatusReport = try await client.get("/v1/status")
            #expect(before.version == 0)
            let body = Data(
                try Manifest.documents(Manifest.network, Manifest.group([("https", 443)])).joined(separator: [10]))
            let report: ApplyReport = try await client.post("/v1/apply", body: body)
            #expect(report.version == 1)
            let history: [StateVersion] = try await client.get("/v1/history")
            #expect(history.map(\.by) == [NSUserName()], "the kernel says who is at the other end")
            let group = try await client.data(APIPath.resource(.ruleCollectionGroup, "egress/team"))
            #expect(ManifestReader.read(json: group).resources.map(\.key.name) == ["egress/team"])
        }
        #expect(!FileManager.default.fileExists(atPath: socketPath), "the socket goes with the daemon")
        #expect(dataPlane.applied.count == 2)
    }

    @Test func refusalsReachTheUser() async throws {
        try await whileRunning(daemon()) { client in
            let error = await #expect(throws: APIError.self) {
                try await client.get("/v1/resources/IPGroup/nowhere") as StatusReport
            }
            #expect(error?.code == .notFound)
            let large = await #expect(throws: APIError.self) {
                let body = Data(repeating: UInt8(ascii: " "), count: APIRouter.maximumBody + 1)
                return try await client.post("/v1/apply", body: body) as ApplyReport
            }
            #expect(large?.code == .tooLarge)
        }
    }

    @Test func theSocketIsForOwnerAndGroup() async throws {
        try await whileRunning(daemon()) { client in
            let _: StatusReport = try await client.get("/v1/status")
            let attributes = try FileManager.default.attributesOfItem(atPath: socketPath)
            #expect(attributes[.posixPermissions] as? Int == 0o660)
        }
    }

    @Test func aSecondDaemonLeavesTheFirstAlone() async throws {
        try await whileRunning(daemon()) { client in
            let socket = await #expect(throws: DaemonError.self) {
                try await daemon(state: "other").run(stopOn: [])
            }
            #expect(socket?.description.contains("socket in use by a running daemon: \(socketPath)") == true)
            let state = await #expect(throws: StateStoreError.self) {
                try await daemon(socket: "other.sock").run(stopOn: [])
            }
            #expect(state?.code == .inUse)
            let status: StatusReport = try await client.get("/v1/status")
            #expect(status.version == 0)
            #expect(dataPlane.applied.count == 1, "the second one never touched a gate")
        }
    }

    @Test func takesOverTheSocketOfAKilledDaemon() async throws {
        try FileManager.default.createDirectory(atPath: directory.file("run"), withIntermediateDirectories: true)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        close(descriptor)
        #expect(UnixSocket.probe(socketPath) == .stale)
        try await whileRunning(daemon()) { client in
            let status: StatusReport = try await client.get("/v1/status")
            #expect(status.version == 0)
        }
    }

    @Test func keepsAFileThatIsNoSocket() async throws {
        try FileManager.default.createDirectory(atPath: directory.file("run"), withIntermediateDirectories: true)
        try Data("precious".utf8).write(to: URL(fileURLWithPath: socketPath))
        let error = await #expect(throws: DaemonError.self) { try await daemon().run(stopOn: []) }
        #expect(error?.description.contains("it is not a socket") == true)
        #expect(try String(contentsOfFile: socketPath, encoding: .utf8) == "precious")
    }

    @Test func aGateThatRefusesAtTheStartEndsTheDaemon() async throws {
        dataPlane.refuse()
        await #expect(throws: RecordingDataPlane.Refusal.self) { try await daemon().run(stopOn: []) }
        #expect(UnixSocket.probe(socketPath) == .missing)
    }

    @Test func followersSeeNewRecords() async throws {
        let logs = LogWriter(
            store: MemoryLogStore(), origin: LogOrigin(firewall: "edge"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer { logs.stop() }
        func record(_ port: UInt16) -> LogRecord {
            .networkRule(
                AZFWNetworkRule(
                    timeGenerated: .now(), ipProtocol: .tcp, sourceIp: .v4(IPv4Address(rawValue: 0x0a00_0507)),
                    sourcePort: port, destinationIp: .v4(IPv4Address(rawValue: 0xcb00_7109)), destinationPort: 22,
                    action: .deny, policy: "", ruleCollectionGroup: "", ruleCollection: "", rule: "",
                    actionReason: "Default Action"))
        }
        logs.append([record(1)])
        try await Task.sleep(for: .milliseconds(200))
        try await whileRunning(daemon(logs: logs)) { client in
            var ports: [Int] = []
            let writing = Task {
                for port in UInt16(2)...50 {
                    try await Task.sleep(for: .milliseconds(20))
                    logs.append([record(port)])
                }
            }
            await #expect(throws: (any Error).self) {
                try await client.lines("/v1/logs?follow=true&limit=1&table=AZFWNetworkRule") { line in
                    let object = try JSONSerialization.jsonObject(with: line) as? [String: Any]
                    ports.append(try #require(object?["SourcePort"] as? Int))
                    if ports.count == 4 { throw StandardOutput.Closed() }
                }
            }
            writing.cancel()
            let first = try #require(ports.first)
            #expect(ports == Array(first..<(first + 4)), "the last of the past, then each new one, once")
        }
    }

    @Test func theClientSaysThatNobodyAnswers() async throws {
        let failure = await #expect(throws: CommandFailure.self) {
            try await client().get("/v1/status") as StatusReport
        }
        #expect(failure?.code == .cannot)
        #expect(
            failure?.description == """
                no daemon answers at \(socketPath)
                start it with `moat serve …` or name another socket with --socket or --lab
                """)
    }

    @Test func aPathMayBeTooLongForASocket() async throws {
        let path = "/tmp/" + String(repeating: "x", count: 103)
        #expect(UnixSocket.probe(path) == .unusable("the path has 108 bytes, and a socket's may have 107"))
        #expect(UnixSocket.probe(String(path.dropLast())) == .missing)
    }
}
