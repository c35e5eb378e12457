import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends the very bytes that it is given, and reads until the server closes.
struct RawClient: Sendable {
    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    /// Where nginx listens.
    let address: String
    let port: UInt16
    /// Nil for no TLS; else the server name that the client asks for, empty for none.
    var serverName: String?
    /// Its own address; nil for any.
    var ownAddress: String?

    /// Reads until the end of the connection, or until what has come is enough.
    func send(_ bytes: some Collection<UInt8> & Sendable, until isEnough: (@Sendable (ByteBuffer) -> Bool)? = nil)
        async throws -> (bytes: [UInt8], certificate: [UInt8]?)
    {
        let collected = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: (ByteBuffer, [UInt8]?).self)
        let context = try serverName.map { _ in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.certificateVerification = .noHostnameVerification
            return try NIOSSLContext(configuration: configuration)
        }
        let name = serverName
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(60))
        if let ownAddress { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: ownAddress, port: 0)) }
        let channel = try await bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let collector = ByteCollector(collected, isEnough)
                let bound = NIOLoopBound(collector, eventLoop: channel.eventLoop)
                if let context {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: name.flatMap { $0.isEmpty ? nil : $0 },
                        customVerificationCallback: { chain, verified in
                            bound.value.certificate = try? chain.first?.toDERBytes()
                            verified.succeed(.certificateVerified)
                        })
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                try channel.pipeline.syncOperations.addHandler(collector)
            }
        }.connect(host: address, port: Int(port)).get()
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
        let (buffer, certificate) = try await collected.futureResult.get()
        return (Array(buffer.readableBytesView), certificate)
    }

    /// One request on a connection of its own. The target is sent as it is, also what no client would send.
    func request(
        _ method: String = "GET", _ target: String, host: String, headers: [(String, String)] = [], body: String = ""
    ) async throws -> RawResponse {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
        let answer = try await send(Array((text + "\r\n" + body).utf8))
        return try RawResponse(answer.bytes, certificate: answer.certificate)
    }
}

private final class ByteCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let maximum = 16 << 20

    var certificate: [UInt8]?
    private let promise: EventLoopPromise<(ByteBuffer, [UInt8]?)>
    private let isEnough: (@Sendable (ByteBuffer) -> Bool)?
    private var buffer = ByteBuffer()

    init(_ promise: EventLoopPromise<(ByteBuffer, [UInt8]?)>, _ isEnough: (@Sendable (ByteBuffer) -> Bool)?) {
        self.promise = promise
        self.isEnough = isEnough
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        buffer.writeBuffer(&bytes)
        if buffer.readableBytes > Self.maximum || isEnough?(buffer) == true { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.succeed((buffer, certificate))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A server that closes without a closing alert has sent its answer nevertheless; one that resets
        // the connection may have sent one before.
        if case .uncleanShutdown? = error as? NIOSSLError { return }
        if error is IOError, buffer.readableBytes > 0 { return context.close(promise: nil) }
        promise.fail(error)
        context.close(promise: nil)
    }
}
