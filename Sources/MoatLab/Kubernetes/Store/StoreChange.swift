/// One step in the history of a kind's objects.
struct StoreChange: Sendable {
    /// As it was before; nil for a new object.
    let before: StoredObject?
    /// As it is now. Of an object that is gone: as it was last, with the version of its removal.
    let object: StoredObject
    let isRemoval: Bool

    var version: Int64 { object.version }
    /// What it keeps in memory.
    var cost: Int { object.bytes.count + 256 }
}
