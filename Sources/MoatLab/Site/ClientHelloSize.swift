import NIOCore

/// Reads off how long a client's first message is, and lets everything pass.
///
/// The length stands in bytes 6 to 8 of what a TLS client sends first (RFC 8446, sections
/// 5.1 and 4).
final class ClientHelloSize: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var head: [UInt8] = []

    private static let handshake: UInt8 = 22
    private static let clientHello: UInt8 = 1

    /// With its own four bytes of header; nil where the client has sent no ClientHello yet.
    var size: Int? {
        guard head.count >= 9, head[0] == Self.handshake, head[5] == Self.clientHello else { return nil }
        return 4 + (Int(head[6]) << 16 | Int(head[7]) << 8 | Int(head[8]))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if head.count < 9 { head += unwrapInboundIn(data).readableBytesView.prefix(9 - head.count) }
        context.fireChannelRead(data)
    }
}
