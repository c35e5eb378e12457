import Synchronization

/// The objects of a lab's Kubernetes API, in memory. Every access is a transaction of its own;
/// nothing in it waits.
final class ObjectStore: Sendable {
    private let state: Mutex<StoreState>

    init(_ state: consuming sending StoreState = StoreState(limits: StoreLimits())) {
        self.state = Mutex(state)
    }

    func transaction<Result, Failure: Error>(
        _ body: (inout sending StoreState) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try state.withLock(body)
    }

    /// The objects of a kind and the version as of which they are so.
    func list(_ kind: APIKind, namespace: String?) -> (objects: [StoredObject], version: Int64) {
        state.withLock { ($0.objects(kind, namespace: namespace), $0.version) }
    }

    /// Starts to follow a kind after `version`, nil for now: the steps since then, and the
    /// number by which to stop. No step is missed and none comes twice.
    /// - Throws: `APIStatus` (Expired) where the history does not reach that far, or where the
    ///   version is not yet reached, which a client knows from another life of this store.
    func follow(
        _ kind: APIKind, after version: Int64?, _ watcher: any StoreWatcher
    ) throws(APIStatus) -> (number: Int, missed: [StoreChange], objects: [StoredObject], version: Int64) {
        try state.withLock { (state) throws(APIStatus) in
            let current = state.version
            guard let version else {
                let objects = state.objects(kind)
                return (state.addWatcher(watcher, of: kind), [], objects, current)
            }
            guard version <= current, let missed = state.kinds[kind.id]?.changes(after: version) else {
                throw .expired(version, oldest: state.kinds[kind.id]?.forgotten ?? current)
            }
            return (state.addWatcher(watcher, of: kind), missed, [], current)
        }
    }

    func unfollow(_ number: Int, of kind: APIKind) {
        state.withLock { $0.removeWatcher(number, of: kind) }
    }

    var version: Int64 { state.withLock { $0.version } }
}
