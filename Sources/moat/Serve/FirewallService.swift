import MoatLogs
import MoatServer
import ServiceLifecycle

/// Keeps the data plane until the daemon stops, then gives it up and stores the last records.
struct FirewallService: Service {
    let dataPlane: FirewallDataPlane
    let logs: LogWriter

    func run() async throws {
        try? await gracefulShutdown()
        dataPlane.stop()
        logs.stop()
    }
}
