import NIOCore

/// Answers questions that come by UDP.
final class DNSDatagramResponder: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private let domains: DomainFile

    init(_ domains: DomainFile) {
        self.domains = domains
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let datagram = unwrapInboundIn(data)
        let message = Array(datagram.data.readableBytesView)
        guard let answer = DNSAnswer(table: domains.table()).bytes(to: message, isDatagram: true) else { return }
        let envelope = AddressedEnvelope(remoteAddress: datagram.remoteAddress, data: ByteBuffer(bytes: answer))
        context.write(wrapOutboundOut(envelope), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
    }

    // An ICMP error for an answer is not the end of the service.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
