import Crypto
import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, or of one stream of HTTP/2, as a site.
final class SiteResponder: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let site: Site
    /// The other end of the connection; a stream of HTTP/2 knows none.
    private let client: SocketAddress?
    /// Nil where there is no TLS.
    private let helloSize: Int?
    private var request: HTTPRequestHead?
    private var hash = SHA256()
    private var received = 0
    /// Of `/bytes/N`: how many are sent, of how many.
    private var sent = 0
    private var unsent = 0

    init(_ site: Site, client: SocketAddress?, helloSize: Int?) {
        self.site = site
        self.client = client
        self.helloSize = helloSize
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = head
            hash = SHA256()
            received = 0
            // RFC 9110, section 10.1.1
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }), head.version.major == 1 {
                let goOn = HTTPResponseHead(version: head.version, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
            }
        case .body(let body):
            received += body.readableBytes
            body.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        case .end:
            answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let request else { return }
        let what = SiteRequest(method: request.method.rawValue, target: request.uri, hasFiles: site.files != nil)
        switch what {
        case .page:
            send(context, site.service.status, text: site.page(for: host(of: request), client: client))
        case .headers:
            let lines = request.headers.map { "\($0.name): \($0.value)\n" }.joined()
            send(context, 200, text: "\(request.method.rawValue) \(request.uri) \(request.version)\n\(lines)")
        case .sink:
            send(context, 200, text: "\(SiteBytes.hexadecimal(hash.finalize())) \(received)\n")
        case .file(let path):
            if let content = site.files?.content(of: path) {
                send(context, 200, content.bytes, type: content.type)
            } else {
                send(context, 404, text: "\(site.host) has no \(path)\n")
            }
        case .bytes(let count):
            begin(context, 200, length: count, type: "application/octet-stream")
            (sent, unsent) = (0, request.method == .HEAD ? 0 : count)
            if unsent > 0 { pump(context) } else { end(context) }
        }
    }

    /// The name that the client asks for, without a port.
    private func host(of request: HTTPRequestHead) -> String {
        let host = request.headers.first(name: "host") ?? ""
        let port = host.last == "]" ? nil : host.lastIndex(of: ":")
        return port.map { String(host[..<$0]) } ?? host
    }

    // MARK: Sending

    private func send(_ context: ChannelHandlerContext, _ status: Int, text: String) {
        send(context, status, ByteBuffer(string: text), type: "text/plain; charset=utf-8")
    }

    private func send(_ context: ChannelHandlerContext, _ status: Int, _ body: ByteBuffer, type: String) {
        begin(context, status, length: body.readableBytes, type: type)
        if request?.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        end(context)
    }

    private func begin(_ context: ChannelHandlerContext, _ status: Int, length: Int, type: String) {
        guard let request else { return }
        var head = HTTPResponseHead(version: request.version, status: HTTPResponseStatus(statusCode: status))
        head.headers.add(name: "Content-Type", value: type)
        head.headers.add(name: "Content-Length", value: "\(length)")
        head.headers.add(name: "X-Client", value: LabService.text(of: client))
        if let helloSize { head.headers.add(name: "X-Client-Hello", value: "\(helloSize)") }
        if request.version.major == 1, !request.isKeepAlive { head.headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func pump(_ context: ChannelHandlerContext) {
        while unsent > 0, context.channel.isWritable {
            let slice = SiteBytes.slice(from: sent, limit: unsent)
            sent += slice.readableBytes
            unsent -= slice.readableBytes
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(slice))), promise: nil)
        }
        if unsent == 0 { end(context) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if unsent > 0 { pump(context) }
        context.fireChannelWritabilityChanged()
    }

    private func end(_ context: ChannelHandlerContext) {
        guard let request else { return }
        self.request = nil
        let isLast = request.version.major == 1 && !request.isKeepAlive
        let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard isLast else { return }
        let channel = context.channel
        end.whenComplete { _ in channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
