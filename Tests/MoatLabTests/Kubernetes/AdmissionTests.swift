import Testing

@testable import MoatLab

@Suite struct AdmissionTests {
    private func service(_ spec: [String: JSONValue], name: String = "web") -> JSONValue {
        .object([
            "apiVersion": .string("v1"), "kind": .string("Service"),
            "metadata": .object(["name": .string(name), "namespace": .string("default")]), "spec": .object(spec),
        ])
    }

    private func port(_ number: Int64, _ more: [String: JSONValue] = [:]) -> JSONValue {
        .object(["port": .integer(number)].merging(more) { $1 })
    }

    private func refusal(
        _ object: JSONValue, old: JSONValue? = nil, _ kind: APIKind, state: AdmissionState = AdmissionState()
    ) -> APIStatus? {
        var object = object
        do {
            _ = try Admission.admit(&object, old: old, kind: kind, state: state)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsDeletedIsHeldByNothingNew() throws {
        func object(_ finalizers: JSONValue, deleted: Bool = true) -> JSONValue {
            var object: JSONValue = [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a", "finalizers": finalizers],
            ]
            if deleted { object[["metadata", "deletionTimestamp"]] = "2026-01-31T12:00:00Z" }
            return object
        }
        let old = object(["a/b", "c/d"])
        #expect(refusal(object(["c/d"]), old: old, .configMap) == nil)
        #expect(refusal(object(["c/d", "a/b"]), old: old, .configMap) == nil)
        let error = refusal(object(["z/y", "a/b", "e/f"]), old: old, .configMap)
        #expect(error?.code == 422)
        #expect(
            error?.message == "ConfigMap \"a\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be "
                + "added if the object is being deleted, found new finalizers []string{\"e/f\", \"z/y\"}")
        #expect(refusal(object(["e/f"]), old: object([], deleted: false), .configMap) == nil)
    }

    @Test func aLoadBalancerGetsItsDefaults() throws {
        var new = service(["type": .string("LoadBalancer"), "ports": .array([port(80)])])
        _ = try Admission.admit(&new, old: nil, kind: .service, state: AdmissionState())
        #expect(
            new["spec"]
                == .object([
                    "type": .string("LoadBalancer"), "sessionAffinity": .string("None"),
                    "internalTrafficPolicy": .string("Cluster"), "externalTrafficPolicy": .string("Cluster"),
                    "ipFamilies": .array([.string("IPv4")]), "ipFamilyPolicy": .string("SingleStack"),
                    "allocateLoadBalancerNodePorts": .bool(true), "clusterIP": .string("10.96.0.11"),
                    "clusterIPs": .array([.string("10.96.0.11")]),
                    "ports": .array([
                        port(
                            80,
                            ["protocol": .string("TCP"), "targetPort": .integer(80), "nodePort": .integer(30_000)])
                    ]),
                ]))
        #expect(new["status"] == .object(["loadBalancer": .object([:])]))
    }

    @Test func anUpdateKeepsWhatItLeavesOut() throws {
        let state = AdmissionState()
        var old = service([
            "type": .string("LoadBalancer"), "externalTrafficPolicy": .string("Local"), "ports": .array([port(80)]),
        ])
        _ = try Admission.admit(&old, old: nil, kind: .service, state: state)
        #expect(old[["spec", "healthCheckNodePort"]] == .integer(30_001))
        var new = service([
            "type": .string("LoadBalancer"), "externalTrafficPolicy": .string("Local"), "ports": .array([port(80)]),
        ])
        _ = try Admission.admit(&new, old: old, kind: .service, state: state)
        #expect(new == old)
        var plain = service(["ports": .array([port(80)])])
        _ = try Admission.admit(&plain, old: old, kind: .service, state: state)
        #expect(plain[["spec", "ports"]]?.array?.first?["nodePort"] == nil)
        #expect(plain[["spec", "clusterIP"]] == old[["spec", "clusterIP"]])
        #expect(state.takeNodePort(for: "other") == 30_000)
    }

    @Test func wrongServicesAreRefusedInKubernetesWords() {
        let two = service(["ports": .array([port(0), port(70_000, ["protocol": .string("ICMP")])])])
        #expect(
            refusal(two, .service)?.message
                == #"Service "web" is invalid: [spec.ports[0].name: Required value, "#
                + "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, "
                + "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive, "
                + "spec.ports[1].name: Required value, "
                + "spec.ports[1].port: Invalid value: 70000: must be between 1 and 65535, inclusive, "
                + #"spec.ports[1].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP", "#
                + "spec.ports[1].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive]")
        #expect(
            refusal(service([:]), .service)?.message == #"Service "web" is invalid: spec.ports: Required value"#)
        let outside = service(["type": .string("NodePort"), "ports": .array([port(80, ["nodePort": .integer(80)])])])
        #expect(
            refusal(outside, .service)?.message
                == #"Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the "#
                + "valid range. The range of valid ports is 30000-32767")
        #expect(refusal(service(["ports": .array([port(80)])], name: "9web"), .service)?.code == 422)
    }

    @Test func addressesAndClassesDoNotChange() throws {
        let state = AdmissionState()
        var old = service(["type": .string("LoadBalancer"), "ports": .array([port(80)])])
        _ = try Admission.admit(&old, old: nil, kind: .service, state: state)
        var moved = old
        moved[["spec", "clusterIP"]] = .string("10.96.0.99")
        moved[["spec", "clusterIPs"]] = .array([.string("10.96.0.99")])
        moved[["spec", "loadBalancerClass"]] = .string("moat.dev/other")
        #expect(
            refusal(moved, old: old, .service, state: state)?.message
                == #"Service "web" is invalid: [spec.clusterIPs[0]: Invalid value: "10.96.0.99": may not change once "#
                + #"set, spec.loadBalancerClass: Invalid value: "moat.dev/other": may not change once set]"#)
        let taken = service(
            ["clusterIP": .string("10.96.0.11"), "ports": .array([port(80)])], name: "other")
        #expect(
            refusal(taken, .service, state: state)?.message.hasSuffix("provided IP is already allocated") == true)
    }

    @Test func deploymentsAreRefusedWithAReason() {
        let deployment = JSONValue.object(["metadata": .object(["name": .string("web")])])
        #expect(refusal(deployment, .deployment)?.code == 403)
        #expect(refusal(deployment, .deployment)?.message.contains("a lab runs no containers") == true)
    }

    @Test func kindsWithoutEffectAreWarnedOf() throws {
        var role = JSONValue.object(["metadata": .object(["name": .string("r:1"), "namespace": .string("default")])])
        let warnings = try Admission.admit(&role, old: nil, kind: .role, state: AdmissionState())
        #expect(warnings == ["roles.rbac.authorization.k8s.io have no effect in a lab"])
    }

    @Test func textOfSecretsBecomesData() throws {
        var secret = JSONValue.object([
            "metadata": .object(["name": .string("s")]), "stringData": .object(["a": .string("word")]),
        ])
        _ = try Admission.admit(&secret, old: nil, kind: .secret, state: AdmissionState())
        #expect(secret["stringData"] == nil)
        #expect(secret["data"] == .object(["a": .string("d29yZA==")]))
        #expect(secret["type"] == .string("Opaque"))
    }

    @Test func wrongIngressesAreRefused() {
        let path = JSONValue.object([
            "path": .string("x"), "pathType": .string("Prefix"),
            "backend": .object(["service": .object(["name": .string("web")])]),
        ])
        let ingress = JSONValue.object([
            "metadata": .object(["name": .string("i")]),
            "spec": .object([
                "rules": .array([.object(["host": .string("1.2.3.4"), "http": .object(["paths": .array([path])])])])
            ]),
        ])
        #expect(
            refusal(ingress, .ingress)?.message
                == #"Ingress.networking.k8s.io "i" is invalid: [spec.rules[0].host: Invalid value: "1.2.3.4": must be "#
                + #"a DNS name, not an IP address, spec.rules[0].http.paths[0].path: Invalid value: "x": must be an "#
                + "absolute path, spec.rules[0].http.paths[0].backend: Required value: port name or number is required]"
        )
    }
}
