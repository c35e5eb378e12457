/// Who wrote which fields of an object (`metadata.managedFields`).
struct ManagedFields: Hashable, Sendable {
    struct Manager: Hashable, Sendable {
        var name: String
        /// `Apply` or `Update`
        var operation: String
        /// Empty, or `status`.
        var subresource: String
    }

    struct Entry: Hashable, Sendable {
        var manager: Manager
        var apiVersion: String
        var time: String
        var fields: FieldSet

        /// As conflicts name it.
        var readable: String {
            var text = "\"\(manager.name)\""
            if !manager.subresource.isEmpty { text += " with subresource \"\(manager.subresource)\"" }
            guard manager.operation == "Update" else { return text }
            text += " using \(apiVersion)"
            return time.isEmpty ? text : "\(text) at \(APITime(time)?.inSeconds ?? time)"
        }
    }

    /// An object that more than so many clients write to forgets who wrote what first.
    static let entryLimit = 64

    var entries: [Entry] = []

    init(_ object: JSONValue?) {
        for entry in object?[["metadata", "managedFields"]]?.array ?? [] {
            guard let name = entry["manager"]?.string, let operation = entry["operation"]?.string,
                let fields = entry["fieldsV1"]
            else { continue }
            entries.append(
                Entry(
                    manager: Manager(
                        name: name, operation: operation, subresource: entry["subresource"]?.string ?? ""),
                    apiVersion: entry["apiVersion"]?.string ?? "", time: entry["time"]?.string ?? "",
                    fields: FieldSet(json: fields)))
        }
    }

    subscript(manager: Manager) -> FieldSet {
        entries.first { $0.manager == manager }?.fields ?? .empty
    }

    /// Gives a manager just these fields.
    mutating func set(_ fields: FieldSet, of manager: Manager, apiVersion: String, time: String) {
        if let index = entries.firstIndex(where: { $0.manager == manager }) {
            guard entries[index].fields != fields else { return }
            entries[index] = Entry(manager: manager, apiVersion: apiVersion, time: time, fields: fields)
        } else {
            entries.append(Entry(manager: manager, apiVersion: apiVersion, time: time, fields: fields))
        }
        entries.removeAll { $0.fields.isEmpty }
        if entries.count > Self.entryLimit { entries.removeFirst(entries.count - Self.entryLimit) }
    }

    /// Takes fields away from everyone but one manager.
    mutating func take(_ fields: FieldSet, from others: (Manager) -> Bool) {
        guard !fields.isEmpty else { return }
        for index in entries.indices where others(entries[index].manager) {
            entries[index].fields = entries[index].fields.subtracting(fields)
        }
        entries.removeAll { $0.fields.isEmpty }
    }

    var json: JSONValue {
        .array(
            entries.map { entry in
                var json: JSONValue = [
                    "manager": .string(entry.manager.name), "operation": .string(entry.manager.operation),
                    "apiVersion": .string(entry.apiVersion), "time": .string(entry.time), "fieldsType": "FieldsV1",
                    "fieldsV1": entry.fields.json,
                ]
                if !entry.manager.subresource.isEmpty { json["subresource"] = .string(entry.manager.subresource) }
                return json
            })
    }

    /// Ascribes what differs between two states of an object to who made the difference.
    mutating func ascribe(
        from old: JSONValue?, to new: JSONValue, kind: APIKind, manager: Manager, time: String
    ) {
        let all = ObjectShape.fields(of: new, kind: kind)
        let before = old.map { ObjectShape.fields(of: $0, kind: kind) } ?? .empty
        let changed = old.map { ObjectShape.changed(from: $0, to: new, kind: kind) } ?? all
        let gone = before.subtracting(all)
        guard !changed.isEmpty || !gone.isEmpty else { return }
        take(changed.union(gone)) { $0 != manager }
        set(self[manager].subtracting(gone).union(changed), of: manager, apiVersion: kind.apiVersion, time: time)
    }
}
