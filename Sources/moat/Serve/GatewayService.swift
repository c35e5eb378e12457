import MoatGateway
import MoatLogs
import ServiceLifecycle

/// Keeps the gateway until the daemon stops, then gives it up and stores the last records.
struct GatewayService: Service {
    let gateway: Gateway
    let logs: LogWriter

    func run() async throws {
        try? await gracefulShutdown()
        gateway.stop()
        logs.stop()
    }
}
