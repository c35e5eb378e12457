import Foundation
import Logging
import MoatLab
import Testing

@testable import MoatServer

/// The daemon, asked by the client that Azure's users have (PyPI's azure-monitor-query).
@Suite(.timeLimit(.minutes(2))) struct AzureMonitorQueryTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    /// What `scripts/install-dependencies.sh test` makes.
    private static let python = folder.appendingPathComponent("../../../.build/test-azure/bin/python").standardized.path

    @Test(.enabled(if: access(python, X_OK) == 0, "scripts/install-dependencies.sh test was not run"))
    func theClientGetsWhatItKnows() async throws {
        let filled = try FilledStore()
        let socket = filled.directory.file("moat.sock")
        let dataPlane = RecordingDataPlane()
        let daemon = Daemon(
            configuration: DaemonConfiguration(
                firewall: "edge", stateDirectory: filled.directory.file("state"), socketPath: socket),
            logs: nil, questions: filled.store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { DataPlaneServices(dataPlane: dataPlane, ownPorts: []) }
        let running = Task { try await daemon.run(stopOn: []) }
        defer { running.cancel() }
        for _ in 0..<500 where UnixSocket.probe(socket) != .listening {
            try await Task.sleep(for: .milliseconds(10))
        }
        let script = Self.folder.appendingPathComponent("azure_monitor_query.py").path
        let command = Command([Self.python, script, socket], timeLimit: .seconds(300))
        let result = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try command.run() }) }
        }
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output == "ok\n")
    }
}
