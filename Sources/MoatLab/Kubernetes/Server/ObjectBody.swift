/// The object or patch that a request brings.
struct ObjectBody: Sendable {
    var value: JSONValue
    /// Members that came twice.
    var duplicates: [String]

    /// - Throws: `APIStatus` for what cannot be read.
    init(_ request: APIRequest) throws(APIStatus) {
        switch request.contentType {
        case "application/yaml", "application/apply-patch+yaml":
            // Clients that say YAML mostly send JSON, of which YAML has all.
            if let parsed = try? JSONParser.parse(request.body) {
                (value, duplicates) = parsed
            } else {
                value = try JSONValue(yaml: String(decoding: request.body, as: UTF8.self))
                duplicates = []
            }
        case "", "application/json", "application/json-patch+json", "application/merge-patch+json",
            "application/strategic-merge-patch+json", "application/x-www-form-urlencoded":
            do {
                (value, duplicates) = try JSONParser.parse(request.body)
            } catch {
                throw .badRequest("the body of the request cannot be read as JSON: \(error)")
            }
        case ProtobufBody.mediaType:
            value = try ProtobufBody.object(request.body)
            duplicates = []
        default:
            throw .unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: application/json, "
                    + "application/yaml")
        }
    }

    /// The body as an object of a kind, with warnings about fields that there are not.
    func object(of kind: APIKind, validation: String) throws(APIStatus) -> (object: JSONValue, warnings: [String]) {
        guard value.object != nil else { throw .badRequest("the body of the request is no object") }
        try Self.checkKind(of: value, kind)
        return try Self.decode(value, duplicates: duplicates, kind: kind, validation: validation)
    }

    private static func checkKind(of value: JSONValue, _ kind: APIKind) throws(APIStatus) {
        guard let apiVersion = value["apiVersion"]?.string, !apiVersion.isEmpty, let name = value["kind"]?.string,
            !name.isEmpty
        else { throw .badRequest("Object 'Kind' is missing in the body of the request") }
        guard apiVersion == kind.apiVersion else {
            throw .badRequest(
                "the API version in the data (\(apiVersion)) does not match the expected API version (\(kind.apiVersion))"
            )
        }
        guard name == kind.kind else {
            throw .badRequest("\(name) in version \"\(kind.version)\" cannot be handled as a \(kind.kind)")
        }
    }

    /// The fields of an object checked against those of its kind. `validation` is the request's
    /// `fieldValidation`: `Strict`, `Warn` or `Ignore`; empty as `Warn`.
    static func decode(
        _ value: JSONValue, duplicates: [String] = [], kind: APIKind, validation: String
    ) throws(APIStatus) -> (object: JSONValue, warnings: [String]) {
        guard ["", "Strict", "Warn", "Ignore"].contains(validation) else {
            throw .badRequest(
                "fieldValidation: Unsupported value: \"\(validation)\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""
            )
        }
        var object = value
        var problems = try FieldCheck.decode(&object, as: kind)
        problems += duplicates.map { "duplicate field \"\($0)\"" }
        object["apiVersion"] = .string(kind.apiVersion)
        object["kind"] = .string(kind.kind)
        if validation == "Strict", !problems.isEmpty { throw FieldCheck.strictRefusal(problems, of: kind) }
        return (object, validation == "Ignore" ? [] : problems)
    }
}
