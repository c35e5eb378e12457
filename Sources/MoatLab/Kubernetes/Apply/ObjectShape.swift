/// How objects of a kind are taken apart into fields that can have owners: objects and maps by
/// their members, lists by the keys or values that their schema names. All else is one field.
enum ObjectShape {
    /// What a list is made of, for whoever merges it.
    enum Parts {
        case members([String: JSONValue])
        /// In the order of the list.
        case items([(step: FieldPathStep, value: JSONValue)])
        case whole
    }

    /// No owner is kept of what the server itself decides.
    private static let unowned: [String: Set<String>] = [
        "": ["apiVersion", "kind"],
        "metadata": [
            "name", "namespace", "uid", "resourceVersion", "creationTimestamp", "generation", "managedFields",
            "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink",
        ],
    ]

    static func parts(of value: JSONValue, _ field: PatchField?, _ type: APISchema.FieldType) -> Parts {
        switch value {
        case .object(let members):
            return .members(members)
        case .array(let elements):
            guard let field else { return .whole }
            if field.isSet { return .items(elements.map { (.value($0), $0) }) }
            guard !field.listMapKeys.isEmpty else { return .whole }
            var items: [(step: FieldPathStep, value: JSONValue)] = []
            for element in elements {
                guard let step = step(of: element, keys: field.listMapKeys) else { return .whole }
                items.append((step, element))
            }
            return .items(items)
        default:
            return .whole
        }
    }

    /// Ports are TCP where they do not say so; no other key has a default.
    private static func step(of element: JSONValue, keys: [String]) -> FieldPathStep? {
        var values: [String: JSONValue] = [:]
        for key in keys {
            guard let value = element[key] ?? (key == "protocol" ? "TCP" : nil) else { return nil }
            values[key] = value
        }
        return .item(values)
    }

    /// All fields that an object has.
    static func fields(of object: JSONValue, kind: APIKind) -> FieldSet {
        var set = fields(of: object, nil, .reference(APISchemas.name(of: kind)))
        set.isMember = false
        for name in unowned[""] ?? [] { set.below[.field(name)] = nil }
        var metadata = set[.field("metadata")]
        metadata.isMember = false
        for name in unowned["metadata"] ?? [] { metadata.below[.field(name)] = nil }
        set[.field("metadata")] = metadata
        for (step, below) in set.below {
            var below = below
            // The spec as such belongs to nobody, as long as it has fields that do.
            below.isMember = below.below.isEmpty
            set[step] = below
        }
        if set[.field("metadata")].below.isEmpty { set.below[.field("metadata")] = nil }
        return set
    }

    private static func fields(
        of value: JSONValue, _ field: PatchField?, _ type: APISchema.FieldType
    ) -> FieldSet {
        var set = FieldSet(isMember: true)
        switch parts(of: value, field, type) {
        case .whole: break
        case .members(let members):
            for (key, member) in members {
                let field = PatchField(key, of: type)
                set.below[.field(key)] = fields(of: member, field, field.type)
            }
            // A structure that has fields is owned by its fields alone; a map as such has owners.
            if case .reference = type, !members.isEmpty { set.isMember = false }
        case .items(let items):
            for (step, item) in items {
                var below = fields(of: item, nil, field?.elementType ?? .any)
                below.isMember = true
                set.below[step] = below
            }
        }
        return set
    }

    /// The fields of `new` that `old` does not have with the same value.
    static func changed(from old: JSONValue, to new: JSONValue, kind: APIKind) -> FieldSet {
        let all = fields(of: new, kind: kind)
        return all.subtracting(same(all, old, new, nil, .reference(APISchemas.name(of: kind))))
    }

    /// Of the fields of a set, those that have the same value in two objects.
    static func same(
        _ set: FieldSet, _ old: JSONValue?, _ new: JSONValue?, _ field: PatchField?, _ type: APISchema.FieldType
    ) -> FieldSet {
        guard let old, let new else { return .empty }
        // That there is a map or a list is the same, whatever is in it.
        var result = FieldSet(isMember: set.isMember)
        switch (parts(of: old, field, type), parts(of: new, field, type)) {
        case (.members(let before), .members(let after)):
            for (step, below) in set.below {
                guard case .field(let key) = step else { continue }
                let field = PatchField(key, of: type)
                result[step] = same(below, before[key], after[key], field, field.type)
            }
        case (.items(let before), .items(let after)):
            let before = Dictionary(before.map { ($0.step, $0.value) }, uniquingKeysWith: { first, _ in first })
            let after = Dictionary(after.map { ($0.step, $0.value) }, uniquingKeysWith: { first, _ in first })
            for (step, below) in set.below {
                result[step] = same(below, before[step], after[step], nil, field?.elementType ?? .any)
            }
        default: result.isMember = set.isMember && old == new
        }
        return result
    }
}
