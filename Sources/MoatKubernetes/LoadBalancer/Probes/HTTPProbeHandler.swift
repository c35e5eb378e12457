import NIOCore

/// Asks by GET and takes 200 as a success, nothing else, as Azure does.
final class HTTPProbeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let target: ProbeTarget
    private var reader = StatusLineReader()
    private var promise: EventLoopPromise<ProbeOutcome>?

    init(_ target: ProbeTarget, _ promise: EventLoopPromise<ProbeOutcome>) {
        self.target = target
        self.promise = promise
    }

    /// Sends the request; over TLS, once both sides agree.
    func channelActive(context: ChannelHandlerContext) {
        let request =
            "GET \(target.path) HTTP/1.1\r\nHost: \(target.address):\(target.port)\r\n"
            + "User-Agent: moat-health-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch reader.read(unwrapInboundIn(data).readableBytesView) {
        case .incomplete: return
        case .status(200): finish(.success)
        case .status(let status): finish(.failure("answered with \(status) instead of 200"))
        case .unreadable: finish(.failure("the answer is not HTTP/1"))
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure("the connection was closed without an answer"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(ProbeOutcome(error))
        context.close(promise: nil)
    }

    private func finish(_ outcome: ProbeOutcome) {
        promise?.succeed(outcome)
        promise = nil
    }
}
