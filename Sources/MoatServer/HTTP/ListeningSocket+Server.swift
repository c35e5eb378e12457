import Hummingbird
import Logging
import NIOCore

extension ListeningSocket {
    private static let idleTimeout = TimeAmount.seconds(60)

    /// A server that answers here, to the owner and the group. `maximumConnections` at a time; more wait
    /// until one closes.
    func server(
        _ router: Router<APIContext>, maximumConnections: Int, logger: Logger
    ) -> Application<RouterResponder<APIContext>> {
        Application(
            responder: router.buildResponder(), server: .http1(configuration: .init(idleTimeout: Self.idleTimeout)),
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: path),
                availableConnectionsDelegate: .maximum(maximumConnections, logger: logger)),
            onServerRunning: { channel in
                do {
                    try restrict()
                } catch {
                    logger.critical("\(error)")
                    channel.close(promise: nil)
                }
            },
            logger: logger)
    }
}
