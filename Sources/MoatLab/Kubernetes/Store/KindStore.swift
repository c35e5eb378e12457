import NIOCore

/// The objects of one kind, with their recent history.
struct KindStore {
    private(set) var objects: [ObjectName: StoredObject] = [:]
    private(set) var history = CircularBuffer<StoreChange>()
    private(set) var historyBytes = 0
    /// The last version that the history does not have.
    private(set) var forgotten: Int64
    var watchers: [Int: any StoreWatcher] = [:]
    private var order: [ObjectName]?

    /// `version`: that of the store when the kind begins.
    init(version: Int64) {
        forgotten = version
    }

    /// All names, by namespace and name.
    mutating func sortedNames() -> [ObjectName] {
        if let order { return order }
        let sorted = objects.keys.sorted()
        order = sorted
        return sorted
    }

    mutating func restore(_ object: StoredObject) {
        objects[object.name] = object
        order = nil
    }

    /// Puts a step in force and tells the watchers.
    mutating func apply(_ change: StoreChange, limits: StoreLimits) {
        let name = change.object.name
        if change.isRemoval {
            objects[name] = nil
            order = nil
        } else if objects.updateValue(change.object, forKey: name) == nil {
            order = nil
        }
        history.append(change)
        historyBytes += change.cost
        while history.count > limits.historyLength || historyBytes > limits.historyBytes,
            let oldest = history.popFirst()
        {
            historyBytes -= oldest.cost
            forgotten = oldest.version
        }
        for watcher in watchers.values { watcher.deliver(change) }
    }

    /// The steps after a version; nil where they are not known any more.
    func changes(after version: Int64) -> [StoreChange]? {
        guard version >= forgotten else { return nil }
        return Array(history[history.partitioningIndex { $0.version > version }...])
    }

    /// Gives up all history, as etcd's compaction does.
    mutating func forget(at version: Int64) {
        history = CircularBuffer()
        historyBytes = 0
        forgotten = version
    }
}
