import FoundationEssentials
import MoatKubernetes
import Testing

struct ServiceTests {
    @Test func readsAServiceAsServersWriteIt() throws {
        let text = """
            {"apiVersion": "v1", "kind": "Service", "metadata": {
               "name": "front", "namespace": "shop", "uid": "6f1c", "resourceVersion": "812", "generation": 2,
               "creationTimestamp": "2024-05-01T10:20:30Z", "deletionTimestamp": null,
               "annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"},
               "labels": null, "finalizers": ["service.kubernetes.io/load-balancer-cleanup"],
               "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {}}}]},
             "spec": {"type": "LoadBalancer", "selector": {"app": "front"}, "clusterIP": "10.0.0.7",
               "clusterIPs": ["10.0.0.7"], "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack",
               "externalTrafficPolicy": "Local", "healthCheckNodePort": 30123, "sessionAffinity": "ClientIP",
               "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 60}}, "trafficDistribution": "PreferClose",
               "allocateLoadBalancerNodePorts": false,
               "ports": [{"name": "http", "protocol": "TCP", "port": 80, "targetPort": "web", "nodePort": 30080},
                         {"name": "dns", "protocol": "UDP", "port": 53, "targetPort": 5353, "appProtocol": null}]},
             "status": {"loadBalancer": {"ingress": [{"ip": "10.0.4.4", "ipMode": "VIP",
               "ports": [{"port": 80, "protocol": "TCP"}]}]},
               "conditions": [{"type": "Ready", "status": "True", "reason": "Done", "message": "",
                               "lastTransitionTime": "2024-05-01T10:20:31Z"}]}}
            """
        let service = try decode(Service.self, text)
        #expect(service.key == ObjectKey(namespace: "shop", name: "front"))
        #expect(service.metadata.creationTimestamp == Time("2024-05-01T10:20:30Z"))
        #expect(service.metadata.deletionTimestamp == nil)
        #expect(service.metadata.labels.isEmpty)
        #expect(service.spec.type == .loadBalancer)
        #expect(service.spec.externalTrafficPolicy == .local)
        #expect(service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds == 60)
        #expect(service.spec.allocateLoadBalancerNodePorts == false)
        #expect(service.spec.ports.map(\.targetPort) == [.string("web"), .int(5353)])
        #expect(service.spec.ports.map(\.protocol) == [.tcp, .udp])
        #expect(service.status.loadBalancer.ingress.first?.ipMode == .vip)
        #expect(service.status.conditions.first?.status == .true)
    }

    @Test func takesWhatIsAbsentOrNullAsEmpty() throws {
        let bare = try decode(Service.self, #"{"metadata": {"name": "a"}}"#)
        let nulls = try decode(
            Service.self,
            #"{"metadata": {"name": "a", "annotations": null}, "spec": {"ports": null, "type": null}, "status": null}"#)
        #expect(bare == nulls)
        #expect(bare.spec.ports.isEmpty)
        #expect(bare.status.loadBalancer.ingress.isEmpty)
    }

    @Test func keepsAWordThatIsNotKnown() throws {
        let service = try decode(Service.self, #"{"metadata": {"name": "a"}, "spec": {"type": "Teleport"}}"#)
        #expect(service.spec.type == ServiceType(rawValue: "Teleport"))
    }

    @Test func refusesWhatIsNoObject() {
        #expect(throws: DecodingError.self) { try decode(Service.self, "{}") }
        #expect(throws: DecodingError.self) {
            try decode(Service.self, #"{"metadata": {"name": "a"}, "spec": {"ports": "80"}}"#)
        }
    }

    @Test func leavesOutWhatSaysNothing() throws {
        let status = ServiceStatus(
            loadBalancer: LoadBalancerStatus(ingress: [
                LoadBalancerIngress(ip: "10.0.4.4", ports: [PortStatus(port: 80, protocol: .tcp)])
            ]))
        #expect(
            try encode(status)
                == #"{"loadBalancer":{"ingress":[{"ip":"10.0.4.4","ports":[{"port":80,"protocol":"TCP"}]}]}}"#)
        #expect(try encode(ServiceStatus()) == "{}")
    }
}
