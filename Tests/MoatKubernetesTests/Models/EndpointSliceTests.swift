import MoatKubernetes
import Testing

struct EndpointSliceTests {
    @Test func readsEndpointsAndTheirConditions() throws {
        let text = """
            {"kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1",
             "metadata": {"name": "front-x7k2p", "namespace": "shop", "generateName": "front-",
               "labels": {"kubernetes.io/service-name": "front"},
               "ownerReferences": [{"apiVersion": "v1", "kind": "Service", "name": "front", "uid": "6f1c",
                                    "controller": true, "blockOwnerDeletion": true}]},
             "addressType": "IPv4",
             "endpoints": [
               {"addresses": ["10.0.1.5"], "conditions": {"ready": true, "serving": true, "terminating": false},
                "nodeName": "n1", "zone": "z1", "hints": {"forZones": [{"name": "z1"}]},
                "targetRef": {"kind": "Pod", "namespace": "shop", "name": "front-1", "uid": "77"}},
               {"addresses": ["10.0.1.6"], "conditions": {"ready": false, "serving": true, "terminating": true}},
               {"addresses": ["10.0.1.7"], "conditions": {"ready": false}},
               {"addresses": ["10.0.1.8"], "conditions": {}},
               {"addresses": ["10.0.1.9"]}],
             "ports": [{"name": "", "protocol": "TCP", "port": 8080}, {"name": null, "port": null}]}
            """
        let slice = try decode(EndpointSlice.self, text)
        #expect(slice.serviceName == "front")
        #expect(slice.addressType == .ipv4)
        #expect(slice.endpoints.map(\.conditions.isReady) == [true, false, false, true, true])
        #expect(slice.endpoints.map(\.conditions.isServing) == [true, true, false, true, true])
        #expect(slice.endpoints.map(\.conditions.isTerminating) == [false, true, false, false, false])
        #expect(slice.endpoints.first?.targetRef?.name == "front-1")
        #expect(slice.ports.map(\.port) == [8080, nil])
        #expect(slice.metadata.ownerReferences.first?.controller == true)
    }

    /// What servers write for a Service without endpoints.
    @Test func readsASliceWithoutAny() throws {
        let slice = try decode(
            EndpointSlice.self,
            #"{"metadata": {"name": "a", "namespace": "b"}, "addressType": "IPv4", "endpoints": null, "ports": null}"#)
        #expect(slice.endpoints.isEmpty)
        #expect(slice.ports.isEmpty)
    }
}
