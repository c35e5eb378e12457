import Testing

@testable import MoatLab

@Suite struct FieldCheckTests {
    private func read(_ spec: JSONValue, as kind: APIKind = .service) throws(APIStatus) -> (JSONValue, [String]) {
        var object = JSONValue.object(["metadata": .object(["creationTimestamp": .null]), "spec": spec])
        let problems = try FieldCheck.decode(&object, as: kind)
        return (object, problems)
    }

    @Test func unknownFieldsAreDroppedAndNamed() throws {
        let (object, problems) = try read(
            .object([
                "foo": .integer(1), "type": .string("ClusterIP"),
                "ports": .array([.object(["port": .integer(80), "prot": .string("TCP")])]),
            ]))
        #expect(problems == [#"unknown field "spec.foo""#, #"unknown field "spec.ports[0].prot""#])
        #expect(
            object
                == .object([
                    "metadata": .object([:]),
                    "spec": .object([
                        "type": .string("ClusterIP"), "ports": .array([.object(["port": .integer(80)])]),
                    ]),
                ]))
        #expect(
            FieldCheck.strictRefusal(problems, of: .service).message
                == #"Service in version "v1" cannot be handled as a Service: strict decoding error: "#
                + #"unknown field "spec.foo", unknown field "spec.ports[0].prot""#)
    }

    @Test func wrongTypesAreRefused() {
        let error = #expect(throws: APIStatus.self) {
            try read(.object(["ports": .array([.object(["port": .string("80")])])]))
        }
        #expect(
            error?.message
                == #"Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go "#
                + "struct field ServicePort.spec.ports.port of type int32")
        #expect(error?.code == 400)
        #expect(throws: APIStatus.self) {
            try read(.object(["ports": .array([.object(["port": .integer(1 << 40)])])]))
        }
        #expect(throws: APIStatus.self) { try read(.array([])) }
        #expect(throws: APIStatus.self) { try read(.object(["renewTime": .string("now")]), as: .lease) }
    }

    @Test func timesAreWrittenAsKubernetesDoes() throws {
        let (lease, _) = try read(.object(["renewTime": .string("2026-02-28T23:59:59.5+01:00")]), as: .lease)
        #expect(lease[["spec", "renewTime"]] == .string("2026-02-28T22:59:59.500000Z"))
        #expect(APITime("2026-02-29T00:00:00Z") == nil)
        #expect(APITime("2024-02-29T00:00:00Z")?.seconds == 1_709_164_800)
    }

    @Test(arguments: [("", nil), ("d29yZA==", nil), ("d29yZA=", 7), ("d29y!A==", 4), ("=", 0), ("ab==c", 4)])
    func base64IsChecked(text: String, wrong: Int?) {
        #expect(Base64Check.firstWrongByte(of: text) == wrong)
    }

    @Test func everyKindHasASchemaThatLeadsNowhereUnknown() {
        for kind in APIKind.all { #expect(APISchemas.schema(of: kind) != nil, "\(kind.kind)") }
        for schema in APISchemas.all.values {
            for field in schema.fields {
                var type = field.type
                while case .list(let element) = type { type = element }
                if case .reference(let name) = type { #expect(APISchemas.all[name] != nil, "\(name)") }
            }
        }
    }
}
