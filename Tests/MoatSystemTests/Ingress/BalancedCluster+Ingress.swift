import MoatLab

extension BalancedCluster {
    /// The class that the controller serves, and the Service `app` of the cluster's pods.
    func postApplication() throws {
        try post(
            "/apis/networking.k8s.io/v1/ingressclasses",
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "moat"},
             "spec": {"controller": "moat.dev/ingress"}}
            """)
        try post(
            "namespaces/web/services",
            """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"namespace": "web", "name": "app"},
             "spec": {"selector": {"app": "ingress"}, "ports": [{"name": "http", "port": 80, "targetPort": 8080}]}}
            """)
    }

    /// An Ingress that leads the host `NAME.example` to the Service, by HTTPS where a Secret is named.
    func postIngress(_ name: String, annotations: String = "{}", secret: String? = nil) throws {
        let tls = secret.map { #""tls": [{"hosts": ["\#(name).example"], "secretName": "\#($0)"}],"# } ?? ""
        try post(
            "/apis/networking.k8s.io/v1/namespaces/web/ingresses",
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
             "metadata": {"namespace": "web", "name": "\(name)", "annotations": \(annotations)},
             "spec": {"ingressClassName": "moat", \(tls) "rules": [{"host": "\(name).example", "http": {"paths": [
                {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "app", "port": {"name": "http"}}}}]}}]}}
            """)
    }
}

extension BalancedNetwork {
    /// Where the balancer, and an ingress controller on it, is for clients.
    static let address = "203.0.113.1"

    /// The body and the status that a client gets.
    func ask(_ name: String) throws -> String {
        try Command(
            [
                "curl", "--silent", "--max-time", "20", "--header", "Host: \(name)", "--write-out", " %{http_code}",
                "http://\(Self.address)/",
            ], in: host("client"), timeLimit: .seconds(30)
        ).run().output
    }
}
