import Foundation
import MoatKubernetes
import Testing

/// Objects of few fields.
struct ObjectTests {
    @Test func readsASecretAndDoesNotShowIt() throws {
        let text = """
            {"metadata": {"name": "tls", "namespace": "shop"}, "type": "kubernetes.io/tls",
             "data": {"tls.crt": "Y2VydA==", "tls.key": "aGlkZGVu"}}
            """
        let secret = try decode(Secret.self, text)
        #expect(secret.type == Secret.tlsType)
        #expect(secret.data[Secret.privateKeyKey] == Data("hidden".utf8))
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", "\([secret])", "\(Optional(secret) as Any)", String(reflecting: secret), dumped] {
            #expect(!shown.contains("hidden") && !shown.contains("aGlkZGVu") && !shown.contains("104"))
        }
    }

    @Test func readsANode() throws {
        let text = """
            {"metadata": {"name": "n1"}, "spec": {"podCIDRs": ["10.244.0.0/24"], "unschedulable": true,
               "taints": [{"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule", "timeAdded": null}]},
             "status": {"addresses": [{"type": "InternalIP", "address": "10.0.0.4"},
                                      {"type": "Hostname", "address": "n1"}],
               "conditions": [{"type": "MemoryPressure", "status": "False"}, {"type": "Ready", "status": "True"}]}}
            """
        let node = try decode(Node.self, text)
        #expect(node.isReady)
        #expect(node.spec.unschedulable)
        #expect(node.addresses(.internalIP) == ["10.0.0.4"])
        #expect(node.key.description == "n1")
        #expect(try !decode(Node.self, #"{"metadata": {"name": "n2"}}"#).isReady)
    }

    @Test func readsAndWritesALease() throws {
        let text = #"""
            {"metadata":{"name":"a","namespace":"b"},"spec":{"holderIdentity":"me","leaseDurationSeconds":15,"renewTime":"2024-05-01T10:20:30.000123Z"}}
            """#
        #expect(try encode(decode(Lease.self, text)) == text)
    }

    @Test func readsAList() throws {
        let list = try decode(
            KubernetesList<Node>.self,
            #"{"metadata": {"resourceVersion": "9", "continue": "abc"}, "items": [{"metadata": {"name": "n1"}}]}"#)
        #expect(list.metadata.resourceVersion == "9")
        #expect(list.metadata.continue == "abc")
        #expect(list.items.map(\.metadata.name) == ["n1"])
        #expect(try decode(KubernetesList<Node>.self, #"{"metadata": {}, "items": null}"#).items.isEmpty)
    }

    @Test func readsAStatus() throws {
        let text = """
            {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "code": 409,
             "message": "object was modified", "reason": "Conflict",
             "details": {"name": "a", "kind": "services", "retryAfterSeconds": 2,
                         "causes": [{"reason": "FieldValueInvalid", "field": "spec"}]}}
            """
        let status = try decode(APIStatus.self, text)
        #expect(status.reason == .conflict)
        #expect(status.code == 409)
        #expect(status.details?.causes.first?.field == "spec")
        #expect(status.details?.retryAfterSeconds == 2)
    }
}
