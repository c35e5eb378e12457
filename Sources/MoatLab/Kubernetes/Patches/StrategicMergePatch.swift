/// A strategic merge patch: a merge patch that pairs the items of lists by a key that the
/// list's schema names, with directives (`$patch`, `$retainKeys`, `$setElementOrder/…`,
/// `$deleteFromPrimitiveList/…`) beside the fields.
enum StrategicMergePatch {
    /// - Throws: `APIStatus` (BadRequest) for a directive that there is not, or an item without
    ///   its key.
    static func apply(_ patch: JSONValue, to object: JSONValue, kind: APIKind) throws(APIStatus) -> JSONValue {
        try merge(patch, into: object, .reference(APISchemas.name(of: kind)))
    }

    private static func merge(
        _ patch: JSONValue, into target: JSONValue?, _ type: APISchema.FieldType
    ) throws(APIStatus) -> JSONValue {
        guard case .object(var changes) = patch else { return patch }
        var members = target?.object ?? [:]
        if let directive = changes.removeValue(forKey: "$patch") {
            switch directive.string {
            case "replace"?: return .object(changes)
            case "delete"?: return .object([:])
            case "merge"?: break
            default: throw unknown(directive)
            }
        }
        if let kept = changes.removeValue(forKey: "$retainKeys") {
            let names = Set((kept.array ?? []).compactMap(\.string))
            members = members.filter { names.contains($0.key) }
        }
        for (key, change) in changes where !key.hasPrefix("$") {
            if change == .null {
                members[key] = nil
            } else {
                members[key] = try mergeMember(change, into: members[key], PatchField(key, of: type))
            }
        }
        for (key, directive) in changes where key.hasPrefix("$") {
            let parts = key.split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { throw .badRequest("there is no directive \(key) in a strategic merge patch") }
            let name = String(parts[1])
            let values = directive.array ?? []
            switch parts[0] {
            case "$deleteFromPrimitiveList":
                let values = Set(values)
                members[name] = members[name]?.array.map { .array($0.filter { !values.contains($0) }) }
            case "$setElementOrder":
                members[name] = members[name]?.array.map {
                    .array(ordered($0, as: values, PatchField(name, of: type).mergeKey))
                }
            default: throw .badRequest("there is no directive \(key) in a strategic merge patch")
            }
        }
        return .object(members)
    }

    private static func mergeMember(
        _ change: JSONValue, into target: JSONValue?, _ field: PatchField
    ) throws(APIStatus) -> JSONValue {
        guard case .array(let items) = change else { return try merge(change, into: target, field.type) }
        let old = target?.array ?? []
        if field.isSet {
            var seen = Set(old)
            return .array(old + items.filter { seen.insert($0).inserted })
        }
        guard let key = field.mergeKey else { return change }
        if items.contains(where: { $0["$patch"]?.string == "replace" }) {
            return .array(items.filter { $0["$patch"] == nil })
        }
        var merged: [JSONValue?] = old
        // Objects that came by other ways than a patch may have several items of one key.
        var places: [JSONValue: [Int]] = [:]
        for (place, item) in old.enumerated() { if let value = item[key] { places[value, default: []].append(place) } }
        for item in items {
            guard let value = item[key] else {
                throw .badRequest(
                    "map: \(String(decoding: item.bytes, as: UTF8.self)) does not contain declared merge key: \(key)")
            }
            if item["$patch"]?.string == "delete" {
                for place in places.removeValue(forKey: value) ?? [] { merged[place] = nil }
            } else if let place = places[value]?.first {
                merged[place] = try merge(item, into: merged[place], field.elementType)
            } else {
                places[value] = [merged.count]
                merged.append(try merge(item, into: nil, field.elementType))
            }
        }
        return .array(merged.compactMap(\.self))
    }

    /// The items that the list of values or keys names come in that order, each of the others
    /// stays behind the item that it stood behind.
    private static func ordered(_ items: [JSONValue], as order: [JSONValue], _ key: String?) -> [JSONValue] {
        let identity: (JSONValue) -> JSONValue? = { item in
            if let key { item[key] } else { item }
        }
        var places: [JSONValue: Int] = [:]
        for (place, item) in order.enumerated() {
            if let value = identity(item), places[value] == nil { places[value] = place }
        }
        let named = items.compactMap { item in identity(item).flatMap { places[$0] }.map { (place: $0, item: item) } }
            .sorted { $0.place < $1.place }
        var next = named.makeIterator()
        return items.map { item in
            guard let value = identity(item), places[value] != nil else { return item }
            return next.next()?.item ?? item
        }
    }

    private static func unknown(_ directive: JSONValue) -> APIStatus {
        .badRequest("Unknown patch type: \(String(decoding: directive.bytes, as: UTF8.self))")
    }
}
