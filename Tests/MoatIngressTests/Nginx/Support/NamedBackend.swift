import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server on loopback that answers with its name, the request line and the headers that it got.
struct NamedBackend: Sendable {
    let name: String
    let port: UInt16
    private let channel: any Channel

    static func start(_ name: String) async throws -> NamedBackend {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(NamedResponder(name))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return NamedBackend(name: name, port: UInt16(channel.localAddress?.port ?? 0), channel: channel)
    }

    /// Listens no more; connections that are open live on.
    func stop() async throws {
        try await channel.close()
    }
}

private final class NamedResponder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let name: String
    private var head: HTTPRequestHead?
    private var received = 0

    init(_ name: String) {
        self.name = name
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            received = 0
        case .body(let body): received += body.readableBytes
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        var text = "\(name)\n\(head.method) \(head.uri)\n\(received)\n"
        for (name, value) in head.headers { text += "\(name.lowercased()): \(value)\n" }
        let headers: HTTPHeaders = ["content-type": "text/plain", "content-length": "\(text.utf8.count)"]
        let response = HTTPResponseHead(version: head.version, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
