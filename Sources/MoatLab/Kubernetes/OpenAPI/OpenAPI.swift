/// The OpenAPI documents, which clients read to validate objects, to explain fields and to
/// know which parameters a request may have.
enum OpenAPI {
    /// `/openapi/v2`, as JSON.
    static let version2: JSONValue = {
        let schemas = SchemaDocument(version: .two)
        return .object([
            "swagger": .string("2.0"),
            "info": info,
            "paths": .object(OpenAPIPaths(schemas: schemas).paths(of: APIKind.all)),
            "definitions": .object(APISchemas.all.mapValues(schemas.document)),
        ])
    }()

    /// `/openapi/v2`, in the form in which kubectl asks for it. What it asks for,
    /// `…spec.v2@v1.0+protobuf`, is no media type, as that has no `@`, and kubectl would refuse
    /// an answer that is said to be one.
    static let version2MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

    /// `/openapi/v2` as ``version2MediaType``.
    static let version2Protobuf: [UInt8] = OpenAPIProtobuf.encode(version2)

    /// `/openapi/v3`: where the documents of the group versions are.
    static var version3Index: JSONValue {
        var paths: [String: JSONValue] = [:]
        for (group, version) in Discovery.groupVersions {
            let path = group.isEmpty ? "api/\(version)" : "apis/\(group)/\(version)"
            paths[path] = .object(["serverRelativeURL": .string("/openapi/v3/\(path)")])
        }
        return .object(["paths": .object(paths)])
    }

    /// `/openapi/v3/api/v1` and `/openapi/v3/apis/GROUP/VERSION`; nil where the group version
    /// is not served.
    static func version3(group: String, version: String) -> JSONValue? {
        let kinds = APIKind.all.filter { $0.group == group && $0.version == version }
        guard !kinds.isEmpty else { return nil }
        let schemas = SchemaDocument(version: .three)
        let names = SchemaDocument.reachable(from: kinds.map { APISchemas.name(of: $0) + "List" })
        let documents = APISchemas.all.filter { names.contains($0.key) }.mapValues(schemas.document)
        return .object([
            "openapi": .string("3.0.0"),
            "info": info,
            "paths": .object(OpenAPIPaths(schemas: schemas).paths(of: kinds)),
            "components": .object(["schemas": .object(documents)]),
        ])
    }

    private static var info: JSONValue {
        .object([
            "title": .string("Kubernetes API of a Moat lab"), "version": .string("v1.\(Discovery.minorVersion).0"),
        ])
    }
}
