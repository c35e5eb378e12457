/// The paths of the OpenAPI documents, with what can be done at each.
struct OpenAPIPaths {
    var schemas: SchemaDocument

    func paths(of kinds: [APIKind]) -> [String: JSONValue] {
        var paths: [String: JSONValue] = [:]
        for kind in kinds {
            let root = kind.group.isEmpty ? "/api/\(kind.version)" : "/apis/\(kind.group)/\(kind.version)"
            let collection = root + (kind.isNamespaced ? "/namespaces/{namespace}" : "") + "/\(kind.plural)"
            paths[collection] = item(
                of: kind, parameters: kind.isNamespaced ? ["namespace"] : [],
                [("get", "list"), ("post", "create"), ("delete", "deletecollection")])
            if kind.isNamespaced { paths["\(root)/\(kind.plural)"] = item(of: kind, parameters: [], [("get", "list")]) }
            let parameters = kind.isNamespaced ? ["name", "namespace"] : ["name"]
            paths["\(collection)/{name}"] = item(
                of: kind, parameters: parameters,
                [("get", "get"), ("put", "update"), ("patch", "patch"), ("delete", "delete")])
            if kind.hasStatus {
                paths["\(collection)/{name}/status"] = item(
                    of: kind, parameters: parameters, [("get", "get"), ("put", "update"), ("patch", "patch")])
            }
        }
        return paths
    }

    /// A path; `operations` are pairs of the HTTP method and the verb.
    private func item(of kind: APIKind, parameters: [String], _ operations: [(String, String)]) -> JSONValue {
        var item: [String: JSONValue] = [:]
        for (method, verb) in operations where kind.verbs.contains(verb) {
            item[method] = operation(verb, of: kind)
        }
        if !parameters.isEmpty {
            item["parameters"] = .array(parameters.map { parameter($0, in: "path") })
        }
        return .object(item)
    }

    private func operation(_ verb: String, of kind: APIKind) -> JSONValue {
        let action =
            switch verb {
            case "create": "post"
            case "update": "put"
            default: verb
            }
        var parameters: [JSONValue] = []
        if ["create", "update", "patch", "delete"].contains(verb) { parameters.append(parameter("dryRun")) }
        if ["create", "update", "patch"].contains(verb) {
            parameters += [parameter("fieldManager"), parameter("fieldValidation")]
        }
        if verb == "patch" { parameters.append(parameter("force", type: "boolean")) }
        if ["list", "deletecollection"].contains(verb) {
            parameters += ["fieldSelector", "labelSelector", "resourceVersion"].map { parameter($0) }
        }
        var operation = JSONValue.object([
            "responses": .object(["200": .object(["description": .string("OK")])]),
            "x-kubernetes-action": .string(action),
            "x-kubernetes-group-version-kind": SchemaDocument.groupVersionKind(kind),
        ])
        let hasBody = ["create", "update", "patch"].contains(verb)
        if hasBody, schemas.version == .two { parameters.append(body(of: kind, isPatch: verb == "patch")) }
        if hasBody, schemas.version == .three {
            operation["requestBody"] = .object(["content": content(of: kind, isPatch: verb == "patch")])
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        return operation
    }

    private func parameter(_ name: String, in place: String = "query", type: String = "string") -> JSONValue {
        var parameter = JSONValue.object(["name": .string(name), "in": .string(place)])
        if place == "path" { parameter["required"] = .bool(true) }
        switch schemas.version {
        case .two: parameter["type"] = .string(type)
        case .three: parameter["schema"] = .object(["type": .string(type)])
        }
        return parameter
    }

    private func body(of kind: APIKind, isPatch: Bool) -> JSONValue {
        .object([
            "name": .string("body"), "in": .string("body"), "required": .bool(true),
            "schema": isPatch ? .object(["type": .string("object")]) : schemas.reference(APISchemas.name(of: kind)),
        ])
    }

    private func content(of kind: APIKind, isPatch: Bool) -> JSONValue {
        guard isPatch else {
            return .object([
                "application/json": .object(["schema": schemas.reference(APISchemas.name(of: kind))])
            ])
        }
        let types = [
            "application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json",
            "application/strategic-merge-patch+json",
        ]
        let schema = JSONValue.object(["schema": .object(["type": .string("object")])])
        return .object(Dictionary(uniqueKeysWithValues: types.map { ($0, schema) }))
    }
}
