import NIOCore

/// Sends the service's text to whoever connects, and closes.
final class TextResponder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let service: LabService
    private let host: String

    init(_ service: LabService, host: String) {
        self.service = service
        self.host = host
    }

    func channelActive(context: ChannelHandlerContext) {
        let text = service.body(host: host, client: context.remoteAddress)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
