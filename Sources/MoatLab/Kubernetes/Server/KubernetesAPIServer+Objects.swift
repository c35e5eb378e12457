public import MoatModel

/// What whoever runs the server can do without being a client.
extension KubernetesAPIServer {
    /// Starts to serve on a free port of a network namespace's loopback.
    /// - Throws: `LabError` or an error of the system where it cannot listen.
    public static func start(in namespace: NetworkNamespace) async throws -> KubernetesAPIServer {
        guard let address = IPAddress("127.0.0.1") else { throw LabError("no loopback") }
        let socket = try namespace.withNamespace { try ListeningSocket.bound(to: address, port: 0) }
        return try await start(Configuration(addresses: [address]), sockets: [socket])
    }

    /// Makes a Service of the namespace `default` from its manifest, JSON, as a client would.
    /// - Throws: `LabError` with what a client would be told.
    public func create(service manifest: String) throws {
        let request = APIRequest(
            method: "POST", target: "/api/v1/namespaces/default/services",
            headers: ["content-type": "application/json"], body: Array(manifest.utf8))
        guard let request, case .document(let answer) = front.service.answer(request) else { return }
        guard answer.status == 201 else { throw LabError(String(decoding: answer.body, as: UTF8.self)) }
    }

    /// The address that a load balancer has given a Service; nil where none has.
    public func balancedAddress(of service: String, namespace: String = "default") -> IPAddress? {
        let object = front.service.store.transaction { state in
            state[.service, ObjectName(namespace: namespace, name: service)]
        }
        let address = object?.value[["status", "loadBalancer", "ingress"]]?.array?.first?["ip"]?.string
        return address.flatMap { IPAddress($0) }
    }
}
