/// All objects, as one version after the other has them.
struct StoreState {
    private(set) var version: Int64
    private(set) var kinds: [APIKind.ID: KindStore]
    private(set) var totalBytes = 0
    let limits: StoreLimits
    private var nextWatcher = 0
    /// The machines that pods are on, by name.
    var nodes: [String: KubernetesNode] = [:]
    /// Pods and Services by label.
    var index = SliceIndex()
    /// The slices that were written for each Service.
    var slicesOf: [ObjectName: Set<ObjectName>] = [:]
    /// The kinds of which something changed since they were last taken.
    var changed: Set<APIKind.ID> = []

    init(limits: StoreLimits, version: Int64 = 1) {
        self.limits = limits
        self.version = version
        kinds = Dictionary(
            APIKind.all.map { ($0.id, KindStore(version: version)) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(kind: APIKind, name: ObjectName) -> StoredObject? {
        kinds[kind.id]?.objects[name]
    }

    /// The objects of a kind by namespace and name; of one namespace unless it is nil.
    mutating func objects(_ kind: APIKind, namespace: String? = nil) -> [StoredObject] {
        guard let names = kinds[kind.id]?.sortedNames(), let objects = kinds[kind.id]?.objects else { return [] }
        guard let namespace else { return names.compactMap { objects[$0] } }
        let start = names.partitioningIndex { $0.namespace >= namespace }
        return names[start...].prefix { $0.namespace == namespace }.compactMap { objects[$0] }
    }

    /// Whether a namespace has objects of a kind. It is asked after each removal, so that it may not
    /// need them in order.
    func hasObjects(_ kind: APIKind, namespace: String) -> Bool {
        kinds[kind.id]?.objects.keys.contains { $0.namespace == namespace } ?? false
    }

    /// Whether there is a namespace, and it is not being deleted.
    func takesObjects(inNamespace name: String) -> Bool {
        guard let namespace = self[.namespace, ObjectName(namespace: "", name: name)] else { return false }
        return namespace.value[["metadata", "deletionTimestamp"]] == nil
    }

    func count(_ kind: APIKind) -> Int {
        kinds[kind.id]?.objects.count ?? 0
    }

    /// Stores an object, new or instead of what was there, with the next version.
    /// - Throws: `APIStatus` where it, or all objects together, would be too large.
    @discardableResult
    mutating func put(_ kind: APIKind, _ name: ObjectName, _ value: JSONValue) throws(APIStatus) -> StoredObject {
        var value = value
        value[["metadata", "resourceVersion"]] = .string(String(version + 1))
        let object = StoredObject(name: name, version: version + 1, value: value)
        guard object.bytes.count <= limits.objectBytes else {
            throw .tooLarge("etcdserver: request is too large")
        }
        let before = self[kind, name]
        let total = totalBytes + object.bytes.count - (before?.bytes.count ?? 0)
        guard total <= limits.totalBytes else {
            throw APIStatus(code: 500, reason: "InternalError", message: "etcdserver: mvcc: database space exceeded")
        }
        version += 1
        totalBytes = total
        apply(kind, StoreChange(before: before, object: object, isRemoval: false))
        return object
    }

    /// Removes an object; returns its last state, with the version of the removal.
    @discardableResult
    mutating func remove(_ kind: APIKind, _ name: ObjectName) -> StoredObject? {
        guard let before = self[kind, name] else { return nil }
        version += 1
        totalBytes -= before.bytes.count
        let last = before.at(version)
        apply(kind, StoreChange(before: before, object: last, isRemoval: true))
        return last
    }

    /// Lets the oldest events go where there are too many.
    mutating func dropOldEvents() {
        guard count(.event) > limits.events else { return }
        // A tenth at once, so that the search is seldom.
        for event in objects(.event).sorted(by: { $0.version < $1.version }).prefix(limits.events / 10 + 1) {
            remove(.event, event.name)
        }
    }

    /// Takes an object as a snapshot has it.
    mutating func restore(_ kind: APIKind, _ object: StoredObject) {
        totalBytes += object.bytes.count
        kinds[kind.id]?.restore(object)
    }

    private mutating func apply(_ kind: APIKind, _ change: StoreChange) {
        kinds[kind.id]?.apply(change, limits: limits)
        changed.insert(kind.id)
    }

    /// Gives up the history of all kinds, so that every watch and list that wants to go on from
    /// before now is told to start over.
    mutating func forgetHistory() {
        for id in kinds.keys { kinds[id]?.forget(at: version) }
    }

    mutating func addWatcher(_ watcher: any StoreWatcher, of kind: APIKind) -> Int {
        nextWatcher += 1
        kinds[kind.id]?.watchers[nextWatcher] = watcher
        return nextWatcher
    }

    mutating func removeWatcher(_ number: Int, of kind: APIKind) {
        kinds[kind.id]?.watchers[number] = nil
    }
}

extension RandomAccessCollection {
    /// The first index whose element fulfils a condition that all after it fulfil too.
    func partitioningIndex(where condition: (Element) -> Bool) -> Index {
        var low = startIndex
        var count = count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if condition(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
