/// Which objects of a kind a request asks for.
struct ObjectFilter: Sendable {
    /// Nil for all namespaces.
    var namespace: String?
    var labels = LabelSelector.all
    var fields = FieldSelector.all

    func matches(_ object: StoredObject) -> Bool {
        (namespace == nil || namespace == object.name.namespace) && labels.matches(object.labels)
            && fields.matches(object)
    }

    enum EventType: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    /// What a step means for whoever watches just these objects; an object that leaves the
    /// selection is deleted for them, and one that enters it is new.
    func event(for change: StoreChange) -> (type: EventType, object: StoredObject)? {
        if let namespace, namespace != change.object.name.namespace { return nil }
        let was = change.before.map(matches) ?? false
        if change.isRemoval { return was ? (.deleted, change.object) : nil }
        switch (was, matches(change.object)) {
        case (false, false): return nil
        case (false, true): return (.added, change.object)
        case (true, true): return (.modified, change.object)
        // As it was when it was last part of the selection.
        case (true, false): return change.before.map { (.deleted, $0.at(change.version)) }
        }
    }
}
