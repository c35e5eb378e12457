/// One step in the history of a kind's objects.
struct StoreChange: Sendable {
    /// As it was before; nil for a new object.
    let before: StoredObject?
    /// As it is now. Of an object that is gone: as it was last, with the version of its removal.
    let object: StoredObject
    let isRemoval: Bool

    var version: Int64 { object.version }
    /// About what it keeps in memory, in bytes. The state before counts in full, though the step
    /// that led to it may keep the same bytes: that step may be given up first.
    var cost: Int { object.bytes.count + (before?.bytes.count ?? 0) + 512 }
}
