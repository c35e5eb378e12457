/// The documents that do not depend on any object.
enum APIDocuments {
    /// What kubectl asks for.
    private static let openAPIProtobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"

    /// Nil where there is none.
    static func document(_ request: APIRequest) -> APIDocument? {
        let segments = request.segments
        switch segments.first {
        case nil:
            return APIDocument(json: ["paths": ["/api", "/apis", "/healthz", "/openapi/v2", "/openapi/v3", "/version"]])
        case "healthz"?, "livez"?, "readyz"?: return APIDocument(text: "ok")
        case "version"? where segments.count == 1: return APIDocument(json: Discovery.version)
        case "api"? where segments.count == 1:
            return APIDocument(json: Discovery.coreVersions(serverAddress: request.headers["host"] ?? ""))
        case "apis"? where segments.count == 1: return APIDocument(json: Discovery.groupList)
        case "apis"? where segments.count == 2: return Discovery.group(segments[1]).map { APIDocument(json: $0) }
        case "api"?: return resourceList("", segments[1])
        case "apis"?: return resourceList(segments[1], segments[2])
        case "openapi"?: return openAPI(request, segments.dropFirst())
        default: return nil
        }
    }

    private static func resourceList(_ group: String, _ version: String) -> APIDocument? {
        Discovery.resourceList(group: group, version: version).map { APIDocument(json: $0) }
    }

    private static func openAPI(_ request: APIRequest, _ segments: ArraySlice<String>) -> APIDocument? {
        switch segments.first {
        case "v2"? where segments.count == 1:
            return request.accept.contains(openAPIProtobuf)
                ? APIDocument(bytes: OpenAPI.version2Protobuf, contentType: OpenAPI.version2MediaType)
                : APIDocument(json: OpenAPI.version2)
        case "v3"? where segments.count == 1: return APIDocument(json: OpenAPI.version3Index)
        case "v3"?:
            let rest = Array(segments.dropFirst())
            if rest.first == "api", rest.count == 2 {
                return OpenAPI.version3(group: "", version: rest[1]).map { APIDocument(json: $0) }
            }
            guard rest.first == "apis", rest.count == 3 else { return nil }
            return OpenAPI.version3(group: rest[1], version: rest[2]).map { APIDocument(json: $0) }
        default: return nil
        }
    }
}
