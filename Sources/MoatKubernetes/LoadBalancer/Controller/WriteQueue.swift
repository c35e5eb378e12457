/// Services that one writer has to look at, each once however often it was named.
struct WriteQueue {
    let stream: AsyncStream<ObjectKey>
    private let continuation: AsyncStream<ObjectKey>.Continuation
    private var waiting: Set<ObjectKey> = []
    private var failures: [ObjectKey: Int] = [:]
    private var retries: [ObjectKey: Task<Void, Never>] = [:]

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// One that is to be tried again later is left until then.
    mutating func add(_ key: ObjectKey) {
        guard retries[key] == nil, waiting.insert(key).inserted else { return }
        continuation.yield(key)
    }

    mutating func begin(_ key: ObjectKey) {
        waiting.remove(key)
    }

    mutating func succeeded(_ key: ObjectKey) {
        failures[key] = nil
    }

    /// How often it failed in a row.
    mutating func failed(_ key: ObjectKey) -> Int {
        failures[key, default: 0] += 1
        return failures[key] ?? 1
    }

    mutating func retry(_ key: ObjectKey, by task: Task<Void, Never>) {
        retries[key] = task
    }

    mutating func retryIsDue(_ key: ObjectKey) {
        retries[key] = nil
        add(key)
    }

    mutating func stop() {
        for task in retries.values { task.cancel() }
        retries.removeAll()
    }
}
