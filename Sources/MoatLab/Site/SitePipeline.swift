import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import NIOWebSocket

/// The handlers of a connection to a site: HTTP/1.1 with WebSocket at `/ws`; with TLS, HTTP/2
/// too for those who ask for it (ALPN).
struct SitePipeline: Sendable {
    let site: Site
    /// Nil for a site without TLS.
    let tls: NIOSSLContext?

    private static let webSocketPath = "/ws"
    private static let webSocketFrameLimit = 1 << 20
    private static let streamWindow = 1 << 20

    func configure(_ channel: any Channel) -> EventLoopFuture<Void> {
        let client = channel.remoteAddress
        guard let tls else { return configureHTTP1(channel, client, helloSize: nil) }
        let hello: NIOLoopBound<ClientHelloSize>
        do {
            hello = NIOLoopBound(ClientHelloSize(), eventLoop: channel.eventLoop)
            try channel.pipeline.syncOperations.addHandlers(
                hello.value, NIOSSLServerHandler(context: tls))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return channel.configureHTTP2SecureUpgrade(
            h2ChannelConfigurator: { configureHTTP2($0, client, helloSize: hello.value.size) },
            http1ChannelConfigurator: { configureHTTP1($0, client, helloSize: hello.value.size) })
    }

    private func configureHTTP2(
        _ channel: any Channel, _ client: SocketAddress?, helloSize: Int?
    ) -> EventLoopFuture<Void> {
        channel.configureHTTP2Pipeline(mode: .server, targetWindowSize: Self.streamWindow) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers(
                    HTTP2FramePayloadToHTTP1ServerCodec(),
                    SiteResponder(site, client: client, helloSize: helloSize))
            }
        }.map { _ in }
    }

    private func configureHTTP1(
        _ channel: any Channel, _ client: SocketAddress?, helloSize: Int?
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let responder = NIOLoopBound(
                SiteResponder(site, client: client, helloSize: helloSize), eventLoop: channel.eventLoop)
            let pipeline = channel.pipeline.syncOperations
            let upgrader = NIOWebSocketServerUpgrader(
                maxFrameSize: Self.webSocketFrameLimit,
                shouldUpgrade: { channel, head in
                    let isAsked = SiteRequest.path(of: head.uri) == Self.webSocketPath
                    return channel.eventLoop.makeSucceededFuture(isAsked ? HTTPHeaders() : nil)
                },
                upgradePipelineHandler: { channel, _ in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(WebSocketEcho())
                    }
                })
            try pipeline.configureHTTPServerPipeline(
                withServerUpgrade: (
                    upgraders: [upgrader],
                    completionHandler: { context in
                        context.pipeline.syncOperations.removeHandler(responder.value, promise: nil)
                    }
                ))
            try pipeline.addHandler(responder.value)
        }
    }
}
