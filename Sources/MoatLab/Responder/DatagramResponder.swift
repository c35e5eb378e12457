import NIOCore

/// Answers each datagram with the service's text, or with itself.
final class DatagramResponder: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let service: LabService
    private let host: String

    init(_ service: LabService, host: String) {
        self.service = service
        self.host = host
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let datagram = unwrapInboundIn(data)
        let answer =
            service.respond == .echo
            ? datagram.data : ByteBuffer(string: service.body(host: host, client: datagram.remoteAddress))
        let envelope = AddressedEnvelope(remoteAddress: datagram.remoteAddress, data: answer)
        context.write(wrapOutboundOut(envelope), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
    }

    // An ICMP error for an answer is not the end of the service.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
