import NIOCore
import NIOHTTP1

/// A watch on its connection. It lives on the connection's event loop.
final class WatchStream {
    private let request: WatchRequest
    private let service: APIService
    private let channel: any Channel
    private var queue: WatchQueue?
    private var number: Int?
    private var scheduled: [Scheduled<Void>] = []
    private var nextBookmark: Scheduled<Void>?
    private var definesColumns = true
    /// Called once, when the stream has come to its own end.
    private let ended: () -> Void

    private static let pieceSize = 1 << 16
    private static let bookmarkInterval = TimeAmount.seconds(30)

    init(_ request: WatchRequest, _ service: APIService, _ channel: any Channel, ended: @escaping () -> Void) {
        self.request = request
        self.service = service
        self.channel = channel
        self.ended = ended
    }

    /// Begins to send. `announce` is called on any thread when ``flush()`` has something to do.
    func start(faults: APIFaults, announce: @escaping @Sendable () -> Void) {
        var head = HTTPResponseHead(version: .http1_1, status: .ok)
        head.headers.add(name: "Content-Type", value: "application/json")
        channel.writeAndFlush(HTTPServerResponsePart.head(head), promise: nil)
        let queue = WatchQueue(namespace: request.filter.namespace, announce: announce)
        self.queue = queue
        do {
            if let version = request.version, faults.expiresVersions {
                throw APIStatus.expired(version, oldest: version + 1)
            }
            // What happens while this goes on waits behind it.
            var early: [WatchQueue.Item] = []
            let (number, missed, objects, version) = try service.store.follow(
                request.kind, after: request.version, queue)
            self.number = number
            early += objects.map { .initial($0) }
            if request.marksInitialEnd { early.append(.bookmark(version, endsInitial: true)) }
            early += missed.map { .change($0) }
            initial = early[...]
        } catch {
            let status = error as? APIStatus ?? .badRequest("\(error)")
            write(WatchRequest.line("ERROR", status.json.bytes))
            end()
            return
        }
        schedule(faults)
        flush()
    }

    /// What is sent before anything of the queue.
    private var initial: ArraySlice<WatchQueue.Item> = []

    private func schedule(_ faults: APIFaults) {
        let loop = channel.eventLoop.assumeIsolated()
        if let lifetime = faults.watchLifetime {
            let channel = channel
            scheduled.append(
                loop.scheduleTask(in: TimeAmount(lifetime)) { channel.close(promise: nil) })
        }
        scheduled.append(
            loop.scheduleTask(in: .seconds(request.seconds)) { [weak self] in
                self?.flush()
                self?.end()
            })
        if request.wantsBookmarks { scheduleBookmark() }
    }

    private func scheduleBookmark() {
        nextBookmark = channel.eventLoop.assumeIsolated().scheduleTask(in: Self.bookmarkInterval) { [weak self] in
            guard let self, let queue else { return }
            // All steps up to this version are in the queue already.
            queue.add(.bookmark(service.store.version, endsInitial: false), bytes: 256)
            scheduleBookmark()
        }
    }

    /// Sends what there is, as long as the client reads.
    func flush() {
        guard let queue else { return }
        if queue.isOver { return cut() }
        while channel.isWritable {
            let items: [WatchQueue.Item]
            if initial.isEmpty {
                guard let taken = queue.take(bytes: Self.pieceSize) else { return cut() }
                items = taken
            } else {
                items = Array(initial.prefix(64))
                initial = initial.dropFirst(64)
            }
            guard !items.isEmpty else { return }
            let bytes = items.reduce(into: []) { $0 += line($1) ?? [] }
            if !bytes.isEmpty { write(bytes) }
        }
    }

    private func line(_ item: WatchQueue.Item) -> [UInt8]? {
        switch item {
        case .bookmark(let version, let endsInitial): return request.bookmark(at: version, endsInitial: endsInitial)
        case .initial(let object):
            return request.filter.matches(object) ? event(.added, object) : nil
        case .change(let change):
            return request.filter.event(for: change).map { event($0.type, $0.object) }
        }
    }

    private func event(_ type: ObjectFilter.EventType, _ object: StoredObject) -> [UInt8] {
        defer { definesColumns = false }
        return WatchRequest.line(
            type.rawValue,
            request.representation.bytes(
                of: object, kind: request.kind, now: service.now, definesColumns: definesColumns))
    }

    private func write(_ bytes: [UInt8]) {
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
    }

    private func end() {
        guard queue != nil else { return }
        stop()
        channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        ended()
    }

    /// The client reads too slowly, and has missed something by now.
    private func cut() {
        stop()
        channel.close(promise: nil)
    }

    /// Follows no more; also when the connection is gone.
    func stop() {
        for task in scheduled { task.cancel() }
        scheduled = []
        nextBookmark?.cancel()
        nextBookmark = nil
        if let number { service.store.unfollow(number, of: request.kind) }
        number = nil
        queue = nil
        initial = []
    }
}
