import NIOCore
import NIOHTTP1

/// One connection of a client.
final class APIConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let front: APIFront
    private var head: HTTPRequestHead?
    /// Without its body, which comes in parts; nil where its target cannot be read.
    private var request: APIRequest?
    private var body = ByteBuffer()
    private var isTooLarge = false
    private var wantsBody = false
    private var stream: WatchStream?
    private var deadline: Scheduled<Void>?

    /// As Kubernetes has it.
    static let bodyLimit = 3 << 20
    /// How long a request may take to arrive.
    private static let requestTime = TimeAmount.seconds(60)

    init(_ front: APIFront) {
        self.front = front
    }

    func channelActive(context: ChannelHandlerContext) {
        if front.admit(context.channel) {
            context.fireChannelActive()
        } else {
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ByteBuffer()
            isTooLarge = false
            request = Self.request(head)
            // Of a stranger's request nothing is kept.
            wantsBody = request.map(front.hasToken) ?? false
            let channel = context.channel
            deadline = context.eventLoop.scheduleTask(in: Self.requestTime) { channel.close(promise: nil) }
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
            }
        case .body(var part):
            guard wantsBody, !isTooLarge else { return }
            isTooLarge = body.readableBytes + part.readableBytes > Self.bodyLimit
            if isTooLarge {
                body = ByteBuffer()
            } else {
                body.writeBuffer(&part)
            }
        case .end:
            deadline?.cancel()
            guard let head else { return }
            self.head = nil
            let delay = front.faults.delay
            guard delay > .zero else { return answer(head, context) }
            context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
                self?.answer(head, context)
            }
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        request?.body = Array(body.readableBytesView)
        switch front.answer(to: request, isTooLarge: isTooLarge) {
        case .document(let document):
            write(document, to: head, context)
        case .watch(let request):
            let channel = context.channel
            let isLast = !head.isKeepAlive
            let stream = WatchStream(request, front.service, channel) { [weak self] in
                self?.stream = nil
                if isLast { channel.close(promise: nil) }
            }
            self.stream = stream
            let loop = context.eventLoop
            let bound = NIOLoopBound(self, eventLoop: loop)
            stream.start(faults: front.faults) {
                loop.execute { bound.value.stream?.flush() }
            }
        }
        request = nil
        body = ByteBuffer()
    }

    private static func request(_ head: HTTPRequestHead) -> APIRequest? {
        let headers = Dictionary(
            head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0),\($1)" })
        return APIRequest(method: head.method.rawValue, target: head.uri, headers: headers)
    }

    private func write(_ document: APIDocument, to request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var head = HTTPResponseHead(
            version: request.version, status: HTTPResponseStatus(statusCode: document.status))
        head.headers.add(name: "Content-Type", value: document.contentType)
        head.headers.add(name: "Content-Length", value: "\(document.body.count)")
        head.headers.add(name: "Cache-Control", value: "no-cache, private")
        for warning in document.warnings {
            head.headers.add(name: "Warning", value: "299 - \(Self.quoted(warning))")
        }
        if document.status == 401 { head.headers.add(name: "WWW-Authenticate", value: "Bearer") }
        let isLast = !request.isKeepAlive
        if isLast { head.headers.add(name: "Connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: document.body)))), promise: nil)
        }
        let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if isLast {
            let channel = context.channel
            end.whenComplete { _ in channel.close(promise: nil) }
        }
    }

    /// A quoted string (RFC 9110, section 5.6.4), of what may stand in a header.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars.prefix(1024) {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            default: quoted += "?"
            }
        }
        return quoted + "\""
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stream?.flush()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        stream?.stop()
        stream = nil
        front.leave(context.channel)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            // A watch may have nothing to say for long.
            if stream == nil { context.close(promise: nil) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
