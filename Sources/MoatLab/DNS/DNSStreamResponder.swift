import NIOCore

/// Answers questions that come by TCP, each with its length in front of it (RFC 1035,
/// section 4.2.2), one after the other.
final class DNSStreamResponder: ByteToMessageDecoder {
    typealias InboundOut = Never

    private let domains: DomainFile

    init(_ domains: DomainFile) {
        self.domains = domains
    }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let message = buffer.readLengthPrefixedSlice(as: UInt16.self) else { return .needMoreData }
        guard
            let answer = DNSAnswer(table: domains.table()).bytes(
                to: Array(message.readableBytesView), isDatagram: false)
        else {
            context.close(promise: nil)
            return .continue
        }
        var framed = ByteBuffer()
        framed.writeInteger(UInt16(truncatingIfNeeded: answer.count))
        framed.writeBytes(answer)
        context.writeAndFlush(NIOAny(framed), promise: nil)
        return .continue
    }

    func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        while try decode(context: context, buffer: &buffer) == .continue {}
        return .needMoreData
    }
}
