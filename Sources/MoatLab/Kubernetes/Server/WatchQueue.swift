import NIOCore
import Synchronization

/// What a watch still has to send. Steps come from whoever writes to the store and are taken
/// by the connection, at its speed.
final class WatchQueue: StoreWatcher {
    enum Item: Sendable {
        /// An object as it was when the watch began.
        case initial(StoredObject)
        case change(StoreChange)
        case bookmark(Int64, endsInitial: Bool)
    }

    private struct Content {
        var items = CircularBuffer<Item>()
        var bytes = 0
        var isOver = false
        /// Whether the connection has been told that there is something.
        var isAnnounced = false
    }

    /// A client that reads so slowly that more waits for it is cut off.
    static let byteLimit = 64 << 20
    static let countLimit = 100_000

    private let namespace: String?
    private let announce: @Sendable () -> Void
    private let content = Mutex(Content())

    /// `announce` is called whenever there is something after there was nothing, and when too
    /// much waits; it does not wait and does not call back.
    init(namespace: String?, announce: @escaping @Sendable () -> Void) {
        self.namespace = namespace
        self.announce = announce
    }

    func deliver(_ change: StoreChange) {
        if let namespace, namespace != change.object.name.namespace { return }
        add(.change(change), bytes: change.cost)
    }

    func add(_ item: Item, bytes: Int) {
        let isNew = content.withLock { content in
            guard !content.isOver else { return false }
            content.items.append(item)
            content.bytes += bytes
            if content.bytes > Self.byteLimit || content.items.count > Self.countLimit {
                content = Content(isOver: true)
            }
            defer { content.isAnnounced = true }
            return !content.isAnnounced
        }
        if isNew { announce() }
    }

    /// Whether too much has waited, and what waited is lost.
    var isOver: Bool { content.withLock { $0.isOver } }

    /// Takes the oldest items: at least one and about so many bytes; empty when there are none.
    /// - Returns: nil where too much has waited, and what waited is lost.
    func take(bytes limit: Int) -> [Item]? {
        content.withLock { content in
            guard !content.isOver else { return nil }
            var taken: [Item] = []
            var size = 0
            while size < limit, let item = content.items.popFirst() {
                taken.append(item)
                size += Self.cost(item)
            }
            content.bytes -= size
            if content.items.isEmpty { content.isAnnounced = !taken.isEmpty }
            return taken
        }
    }

    static func cost(_ item: Item) -> Int {
        switch item {
        case .initial: 0
        case .change(let change): change.cost
        case .bookmark: 256
        }
    }
}
