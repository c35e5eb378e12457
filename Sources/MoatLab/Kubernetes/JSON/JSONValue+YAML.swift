import Yams

extension JSONValue {
    /// What a YAML document says, as `kubectl apply` reads it (YAML 1.2's core schema, with the
    /// aliases resolved). An empty document is null.
    /// - Throws: `APIStatus` (BadRequest) for what is not YAML, has keys that are not text, or is
    ///   larger than its text, which aliases can make it without end.
    init(yaml text: String) throws(APIStatus) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw .badRequest("the object cannot be read as YAML: \(error)")
        }
        var budget = text.utf8.count
        self =
            try node.map { node throws(APIStatus) in
                try Self.value(of: node, depth: 0, budget: &budget)
            } ?? .null
    }

    private static func value(of node: Node, depth: Int, budget: inout Int) throws(APIStatus) -> JSONValue {
        budget -= 1
        guard budget >= 0, depth < JSONParser.depthLimit else {
            throw .badRequest("the object cannot be read as YAML: it has too many levels, or aliases of aliases")
        }
        switch node {
        case .scalar(let scalar):
            guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
            return plain(node, scalar.string)
        case .sequence(let nodes):
            var elements: [JSONValue] = []
            for node in nodes { elements.append(try value(of: node, depth: depth + 1, budget: &budget)) }
            return .array(elements)
        case .mapping(let pairs):
            var members: [String: JSONValue] = [:]
            for (key, node) in pairs {
                guard let name = key.scalar?.string else {
                    throw .badRequest("the object cannot be read as YAML: a key is not text")
                }
                members[name] = try value(of: node, depth: depth + 1, budget: &budget)
            }
            return .object(members)
        case .alias:
            throw .badRequest("the object cannot be read as YAML: an alias has no anchor")
        }
    }

    private static func plain(_ node: Node, _ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        if digits.allSatisfy(\.isASCII), digits.allSatisfy(\.isNumber), let value = Int64(text) {
            return .integer(value)
        }
        if text.contains(where: \.isNumber), let value = node.float, value.isFinite { return .number(value) }
        return .string(text)
    }
}
