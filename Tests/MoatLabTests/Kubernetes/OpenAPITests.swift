import Testing

@testable import MoatLab

@Suite struct OpenAPITests {
    /// Every `$ref` below a value.
    private func references(in value: JSONValue) -> Set<String> {
        switch value {
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .object(let members):
            members.values.reduce(into: Set(members["$ref"].flatMap(\.string).map { [$0] } ?? [])) {
                $0.formUnion(references(in: $1))
            }
        default: []
        }
    }

    @Test func everyReferenceOfVersion2IsThere() {
        let definitions = OpenAPI.version2["definitions"]?.object ?? [:]
        #expect(definitions.count > 50)
        for reference in references(in: OpenAPI.version2) {
            #expect(definitions[String(reference.dropFirst("#/definitions/".count))] != nil, "\(reference)")
        }
    }

    @Test func everyReferenceOfVersion3IsThere() throws {
        let paths = OpenAPI.version3Index["paths"]?.object ?? [:]
        #expect(paths.count == Discovery.groupVersions.count)
        #expect(
            paths["apis/networking.k8s.io/v1"]
                == .object(["serverRelativeURL": .string("/openapi/v3/apis/networking.k8s.io/v1")]))
        for (group, version) in Discovery.groupVersions {
            let document = try #require(OpenAPI.version3(group: group, version: version))
            let schemas = document[["components", "schemas"]]?.object ?? [:]
            for reference in references(in: document) {
                #expect(schemas[String(reference.dropFirst("#/components/schemas/".count))] != nil, "\(reference)")
            }
        }
        #expect(OpenAPI.version3(group: "batch", version: "v1") == nil)
    }

    @Test func patchesSayWhatKubectlLooksFor() {
        let patch = OpenAPI.version2[["paths", "/api/v1/namespaces/{namespace}/services/{name}", "patch"]]
        let names = patch?["parameters"]?.array?.compactMap { $0["name"]?.string } ?? []
        #expect(names.contains("dryRun") && names.contains("fieldValidation"))
        #expect(
            patch?["x-kubernetes-group-version-kind"]
                == .object(["group": .string(""), "version": .string("v1"), "kind": .string("Service")]))
        let ports = OpenAPI.version2[["definitions", "io.k8s.api.core.v1.ServiceSpec", "properties", "ports"]]
        #expect(ports?["x-kubernetes-patch-merge-key"] == .string("port"))
        #expect(ports?["x-kubernetes-list-map-keys"] == .array([.string("port"), .string("protocol")]))
    }

    @Test func protobufHasTheDocument() {
        let document = JSONValue.object([
            "swagger": .string("2.0"), "info": .object(["title": .string("t"), "version": .string("v")]),
            "paths": .object([:]),
            "definitions": .object(["A": .object(["type": .string("object"), "x-b": .bool(true)])]),
        ])
        // swagger; info; paths; definitions with A: its type, and its extension as YAML.
        let expected: [UInt8] =
            [0x0a, 3] + Array("2.0".utf8) + [0x12, 6, 0x0a, 1] + Array("t".utf8) + [0x12, 1] + Array("v".utf8)
            + [0x42, 0, 0x4a, 34, 0x0a, 32, 0x0a, 1] + Array("A".utf8)
            + [0x12, 27, 0xb2, 0x01, 8, 0x0a, 6] + Array("object".utf8)
            + [0xfa, 0x01, 13, 0x0a, 3] + Array("x-b".utf8) + [0x12, 6, 0x12, 4] + Array("true".utf8)
        #expect(OpenAPIProtobuf.encode(document) == expected)
    }
}
