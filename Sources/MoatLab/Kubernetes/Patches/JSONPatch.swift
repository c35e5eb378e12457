/// A JSON patch (RFC 6902).
enum JSONPatch {
    /// As Kubernetes has it.
    static let operationLimit = 10_000
    /// What all copies of a patch may add together, in bytes of JSON, as Kubernetes has it: each
    /// copy of a copy doubles the object. Moves count too, though Kubernetes lets them be, since
    /// each of them has to be looked through.
    static let copyLimit = 3 << 20

    /// - Throws: `APIStatus`: BadRequest for what is no patch, Invalid where it does not fit the
    ///   object, would nest it too deeply, or one of its tests fails, RequestEntityTooLarge for
    ///   too many operations or copies of too much.
    static func apply(_ patch: JSONValue, to document: JSONValue) throws(APIStatus) -> JSONValue {
        guard let operations = patch.array else { throw .badRequest("a JSON patch is a list of operations") }
        guard operations.count <= operationLimit else {
            throw .tooLarge(
                "Request entity too large: The allowed maximum operations in a JSON patch is \(operationLimit), "
                    + "got \(operations.count)")
        }
        var document = document
        var copiedBytes = 0
        for operation in operations { try apply(operation: operation, to: &document, &copiedBytes) }
        return document
    }

    private static func apply(
        operation: JSONValue, to document: inout JSONValue, _ copiedBytes: inout Int
    ) throws(APIStatus) {
        let path = try pointer(operation, "path")
        switch operation["op"]?.string {
        case "add"?: try edit(&document, path[...], .add(fitting(value(operation), at: path)))
        case "replace"?: try edit(&document, path[...], .replace(fitting(value(operation), at: path)))
        case "remove"?: try edit(&document, path[...], .remove)
        case "copy"?:
            let copied = try find(document, pointer(operation, "from"))
            try count(copied, &copiedBytes)
            try edit(&document, path[...], .add(fitting(copied, at: path)))
        case "move"?:
            let from = try pointer(operation, "from")
            let moved = try find(document, from)
            try count(moved, &copiedBytes)
            try edit(&document, from[...], .remove)
            try edit(&document, path[...], .add(fitting(moved, at: path)))
        case "test"?:
            guard (try? find(document, path)) ?? .null == operation["value"] ?? .null else {
                throw misfit("testing value /\(path.joined(separator: "/")) failed")
            }
        case let name: throw .badRequest("there is no JSON patch operation \"\(name ?? "")\"")
        }
    }

    private static func count(_ copied: JSONValue, _ copiedBytes: inout Int) throws(APIStatus) {
        copiedBytes += copied.bytes.count
        guard copiedBytes <= copyLimit else {
            throw .tooLarge(
                "Request entity too large: Unable to complete the copy, the accumulated size increase of copy is "
                    + "\(copiedBytes), exceeding the limit \(copyLimit)")
        }
    }

    /// A value that does not lie too deep where it is put. Without this bound an object could
    /// outgrow the stack of whoever looks through it, before the rules of its kind refuse it.
    private static func fitting(_ value: JSONValue, at path: [String]) throws(APIStatus) -> JSONValue {
        let levels = Admission.levelLimit - path.count
        guard levels >= 0, !value.isNested(deeperThan: levels) else {
            throw misfit("the object would have \(Admission.tooManyLevels)")
        }
        return value
    }

    private enum Edit {
        case add(JSONValue)
        case replace(JSONValue)
        case remove
    }

    private static func edit(
        _ value: inout JSONValue, _ path: ArraySlice<String>, _ edit: Edit
    ) throws(APIStatus) {
        guard let key = path.first else {
            switch edit {
            case .add(let new), .replace(let new): value = new
            case .remove: throw misfit("the whole object cannot be removed")
            }
            return
        }
        switch value {
        case .object(var members):
            value = .null
            try editMember(&members, key, path, edit)
            value = .object(members)
        case .array(var elements):
            value = .null
            try editElement(&elements, key, path, edit)
            value = .array(elements)
        default: throw misfit("there is nothing at \(key)")
        }
    }

    private static func editMember(
        _ members: inout [String: JSONValue], _ key: String, _ path: ArraySlice<String>, _ edit: Edit
    ) throws(APIStatus) {
        if path.count > 1 {
            // The member is moved out and in, so that it is changed in place.
            guard var member = members.updateValue(.null, forKey: key) else {
                throw misfit("there is no member \(key)")
            }
            try Self.edit(&member, path.dropFirst(), edit)
            members[key] = member
            return
        }
        switch edit {
        case .add(let new): members[key] = new
        case .replace(let new):
            guard members.updateValue(new, forKey: key) != nil else {
                throw misfit("replace operation does not apply: doc is missing key: \(key)")
            }
        case .remove:
            guard members.removeValue(forKey: key) != nil else {
                throw misfit("remove operation does not apply: doc is missing key: \(key)")
            }
        }
    }

    private static func editElement(
        _ elements: inout [JSONValue], _ key: String, _ path: ArraySlice<String>, _ edit: Edit
    ) throws(APIStatus) {
        if path.count == 1, case .add(let new) = edit {
            guard let index = key == "-" ? elements.count : Int(key), 0...elements.count ~= index else {
                throw misfit("the list has no place \(key)")
            }
            elements.insert(new, at: index)
            return
        }
        guard let index = Int(key), elements.indices.contains(index) else {
            throw misfit("the list has no item \(key)")
        }
        if path.count > 1 {
            try Self.edit(&elements[index], path.dropFirst(), edit)
        } else if case .replace(let new) = edit {
            elements[index] = new
        } else {
            elements.remove(at: index)
        }
    }

    private static func find(_ document: JSONValue, _ path: [String]) throws(APIStatus) -> JSONValue {
        var value = document
        for key in path {
            if let member = value[key] {
                value = member
            } else if let elements = value.array, let index = Int(key), elements.indices.contains(index) {
                value = elements[index]
            } else {
                throw misfit("there is nothing at \(key)")
            }
        }
        return value
    }

    private static func value(_ operation: JSONValue) throws(APIStatus) -> JSONValue {
        guard let value = operation["value"] else { throw .badRequest("a JSON patch operation lacks its value") }
        return value
    }

    /// A pointer as RFC 6901 has it.
    private static func pointer(_ operation: JSONValue, _ name: String) throws(APIStatus) -> [String] {
        guard let text = operation[name]?.string, text.isEmpty || text.hasPrefix("/") else {
            throw .badRequest("a JSON patch operation's \(name) is no JSON pointer")
        }
        return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }

    private static func misfit(_ problem: String) -> APIStatus {
        APIStatus(
            code: 422, reason: "Invalid",
            message: "the server rejected our request due to an error in our request: \(problem)")
    }
}
