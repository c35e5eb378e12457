/// Writes schemas as the OpenAPI documents have them.
struct SchemaDocument {
    enum Version {
        /// OpenAPI 2.0, once Swagger.
        case two
        /// OpenAPI 3.0.
        case three
    }

    var version: Version

    /// What stands for a schema elsewhere in the document.
    func reference(_ name: String) -> JSONValue {
        .object(["$ref": .string((version == .two ? "#/definitions/" : "#/components/schemas/") + name)])
    }

    /// A schema, with the kinds whose objects it describes.
    func document(of schema: APISchema) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for field in schema.fields { properties[field.name] = document(of: field) }
        var result = JSONValue.object([
            "description": .string(schema.summary), "type": .string("object"), "properties": .object(properties),
        ])
        let required = schema.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { result["required"] = .array(required) }
        if let (kind, isList) = APISchemas.kind(of: schema.name) {
            result["x-kubernetes-group-version-kind"] = .array([
                Self.groupVersionKind(kind, suffix: isList ? "List" : "")
            ])
        }
        return result
    }

    /// The names of all schemas that a schema leads to, with its own.
    static func reachable(from names: [String]) -> Set<String> {
        var found: Set<String> = []
        var open = names
        while let name = open.popLast() {
            guard let schema = APISchemas.all[name], found.insert(name).inserted else { continue }
            open += schema.fields.compactMap { $0.type.referenced }
        }
        return found
    }

    static func groupVersionKind(_ kind: APIKind, suffix: String = "") -> JSONValue {
        .object([
            "group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.kind + suffix),
        ])
    }

    private func document(of field: APISchema.Field) -> JSONValue {
        var result = document(of: field.type)
        if version == .three, result["$ref"] != nil { result = .object(["allOf": .array([result])]) }
        result["description"] = .string(field.summary)
        guard case .list = field.type else { return result }
        if let mergeKey = field.mergeKey {
            result["x-kubernetes-patch-merge-key"] = .string(mergeKey)
            result["x-kubernetes-patch-strategy"] = .string("merge")
        } else if field.isSet {
            result["x-kubernetes-patch-strategy"] = .string("merge")
        }
        if field.listMapKeys.isEmpty {
            result["x-kubernetes-list-type"] = .string(field.isSet ? "set" : "atomic")
        } else {
            result["x-kubernetes-list-type"] = .string("map")
            result["x-kubernetes-list-map-keys"] = .array(field.listMapKeys.map(JSONValue.string))
        }
        return result
    }

    private func document(of type: APISchema.FieldType) -> JSONValue {
        switch type {
        case .string: Self.primitive("string")
        case .int32: Self.primitive("integer", format: "int32")
        case .int64: Self.primitive("integer", format: "int64")
        case .bool: Self.primitive("boolean")
        case .intOrString: oneOf("integer", "string", format: "int-or-string")
        case .quantity: oneOf("string", "number", format: nil)
        case .time, .microTime: Self.primitive("string", format: "date-time")
        case .bytes: Self.primitive("string", format: "byte")
        case .any: Self.primitive("object")
        case .list(let element): .object(["type": .string("array"), "items": document(of: element)])
        case .map(let element):
            .object(["type": .string("object"), "additionalProperties": document(of: element)])
        case .reference(let name): reference(name)
        }
    }

    /// Version 2 cannot say that a value is one of two types, and Kubernetes says `string`.
    private func oneOf(_ first: String, _ second: String, format: String?) -> JSONValue {
        var result = JSONValue.object([:])
        if version == .two {
            result["type"] = .string("string")
        } else {
            result["oneOf"] = .array([Self.primitive(first), Self.primitive(second)])
        }
        if let format { result["format"] = .string(format) }
        return result
    }

    private static func primitive(_ type: String, format: String? = nil) -> JSONValue {
        guard let format else { return .object(["type": .string(type)]) }
        return .object(["type": .string(type), "format": .string(format)])
    }
}

extension APISchema.FieldType {
    /// The schema that the type is of, or its items.
    fileprivate var referenced: String? {
        switch self {
        case .reference(let name): name
        case .list(let element), .map(let element): element.referenced
        default: nil
        }
    }
}
