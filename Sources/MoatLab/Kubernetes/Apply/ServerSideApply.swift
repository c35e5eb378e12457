/// Server-side apply: what a client says an object should be is merged into what it is, and
/// fields that the client said before and no longer says are removed, unless others own them.
///
/// Ownership is kept as Kubernetes keeps it, but for one thing: the defaults of an object are
/// not ascribed to whoever applies it.
enum ServerSideApply {
    /// What was there with what is applied, and its owners.
    /// - Throws: `APIStatus`: Conflict where others own fields that would change, unless `force`;
    ///   without a reason, as in Kubernetes, where a list names an item twice.
    static func apply(
        _ applied: JSONValue, to live: JSONValue?, kind: APIKind, manager name: String, subresource: String = "",
        force: Bool, time: String
    ) throws(APIStatus) -> JSONValue {
        if let duplicate = ObjectShape.duplicate(in: applied, kind: kind) {
            throw Self.duplicate(duplicate, in: applied, kind: kind)
        }
        let type = APISchema.FieldType.reference(APISchemas.name(of: kind))
        let manager = ManagedFields.Manager(name: name, operation: "Apply", subresource: subresource)
        var owners = ManagedFields(live)
        let wanted = ObjectShape.fields(of: applied, kind: kind)
        if let live {
            let same = ObjectShape.same(wanted, live, applied, nil, type)
            let changed = wanted.subtracting(same)
            let conflicts = owners.entries.filter { $0.manager != manager }
                .map { (entry: $0, fields: $0.fields.intersection(changed)) }.filter { !$0.fields.isEmpty }
            if !conflicts.isEmpty, !force { throw conflict(conflicts) }
            owners.take(changed) { $0 != manager }
        }
        let given = owners[manager].subtracting(wanted)
        let others = owners.entries.filter { $0.manager != manager }
            .reduce(FieldSet.empty) { $0.union($1.fields) }
        owners.set(wanted, of: manager, apiVersion: kind.apiVersion, time: time)
        var result = live ?? .object([:])
        result = remove(given.subtracting(others), from: result, nil, type) ?? .object([:])
        result = merge(applied, into: result, nil, type)
        result[["metadata", "managedFields"]] = owners.json
        return result
    }

    private static func duplicate(
        _ duplicate: [FieldPathStep], in applied: JSONValue, kind: APIKind
    ) -> APIStatus {
        let metadata = applied["metadata"]
        return APIStatus(
            code: 500, reason: "",
            message: "failed to create typed patch object (\(metadata?["namespace"]?.string ?? "")/"
                + "\(metadata?["name"]?.string ?? ""); \(kind.group)/\(kind.version), Kind=\(kind.kind)): "
                + "\(duplicate.dropLast().map(\.readable).joined()): duplicate entries for key "
                + "\(duplicate.last?.readable ?? "")")
    }

    private static func conflict(_ conflicts: [(entry: ManagedFields.Entry, fields: FieldSet)]) -> APIStatus {
        var causes: [JSONValue] = []
        var messages: [String] = []
        for (entry, fields) in conflicts.sorted(by: { $0.entry.readable < $1.entry.readable }) {
            messages.append("conflicts with \(entry.readable):")
            for path in fields.paths {
                let text = path.map(\.readable).joined()
                causes.append([
                    "reason": "FieldManagerConflict", "message": .string("conflict with \(entry.readable)"),
                    "field": .string(text),
                ])
                messages.append("- \(text)")
            }
        }
        var message = "Apply failed with \(causes.count) conflicts: \(messages.joined(separator: "\n"))"
        if causes.count == 1, let cause = causes.first {
            message =
                "Apply failed with 1 conflict: \(cause["message"]?.string ?? ""): \(cause["field"]?.string ?? "")"
        }
        return APIStatus(code: 409, reason: "Conflict", message: message, details: ["causes": .array(causes)])
    }

    private static func merge(
        _ applied: JSONValue, into live: JSONValue?, _ field: PatchField?, _ type: APISchema.FieldType
    ) -> JSONValue {
        guard let live else { return applied }
        switch (ObjectShape.parts(of: live, field, type), ObjectShape.parts(of: applied, field, type)) {
        case (.members(var members), .members(let changes)):
            for (key, change) in changes {
                let field = PatchField(key, of: type)
                members[key] = merge(change, into: members[key], field, field.type)
            }
            return .object(members)
        case (.items(var items), .items(let changes)):
            var places: [FieldPathStep: Int] = [:]
            for (index, item) in items.enumerated() where places[item.step] == nil { places[item.step] = index }
            for (step, change) in changes {
                if let index = places[step] {
                    items[index].value = merge(change, into: items[index].value, nil, field?.elementType ?? .any)
                } else {
                    items.append((step, change))
                }
            }
            return .array(items.map(\.value))
        default:
            return applied
        }
    }

    /// Nil where nothing is left.
    private static func remove(
        _ set: FieldSet, from value: JSONValue, _ field: PatchField?, _ type: APISchema.FieldType
    ) -> JSONValue? {
        guard !set.below.isEmpty else { return set.isMember ? nil : value }
        switch ObjectShape.parts(of: value, field, type) {
        case .whole: return set.isMember ? nil : value
        case .members(var members):
            let wasEmpty = members.isEmpty
            for (step, below) in set.below {
                guard case .field(let key) = step, let member = members[key] else { continue }
                let field = PatchField(key, of: type)
                members[key] = remove(below, from: member, field, field.type)
            }
            // A structure goes with the last of its fields, or an empty one would be left, which may
            // mean something else than none.
            return members.isEmpty && (set.isMember || !wasEmpty) ? nil : .object(members)
        case .items(let items):
            let kept = items.compactMap { item -> JSONValue? in
                let below = set[item.step]
                // The item goes with its keys, whatever else it has got since.
                return below.isMember ? nil : remove(below, from: item.value, nil, field?.elementType ?? .any)
            }
            return kept.isEmpty && set.isMember ? nil : .array(kept)
        }
    }
}
