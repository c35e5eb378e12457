public import Foundation

extension KubernetesConfiguration {
    /// Where a pod finds what its service account needs.
    public static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// Whether the environment is that of a pod.
    static func isInCluster(_ environment: [String: String]) -> Bool {
        environment["KUBERNETES_SERVICE_HOST"]?.isEmpty == false
    }

    /// The API of the cluster that this process is a pod of, as its service account.
    ///
    /// - Throws: `KubernetesConfigurationError`
    public static func inCluster(
        environment: [String: String] = ProcessInfo.processInfo.environment, folder: String = serviceAccountFolder
    ) throws(KubernetesConfigurationError) -> Self {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let port = environment["KUBERNETES_SERVICE_PORT"], !port.isEmpty
        else {
            throw KubernetesConfigurationError(
                "this is no pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set; name a kubeconfig")
        }
        func read(_ name: String) throws(KubernetesConfigurationError) -> Data {
            do {
                return try BoundedFile.read("\(folder)/\(name)", limit: 1 << 20)
            } catch {
                throw KubernetesConfigurationError(
                    file: "\(folder)/\(name)",
                    "\(error.reason); the pod needs a service account whose token is mounted")
            }
        }
        _ = try read("token")
        let namespace = (try? read("namespace")).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let configuration = Self(
            server: "https://\(host.contains(":") ? "[\(host)]" : host):\(port)", authorities: try read("ca.crt"),
            token: .file("\(folder)/token"), namespace: namespace.flatMap { $0.isEmpty ? nil : $0 } ?? "default")
        try configuration.check()
        return configuration
    }

    /// - Throws: `KubernetesConfigurationError` where no client can be made of this
    func check() throws(KubernetesConfigurationError) {
        _ = try ServerAddress(self)
        _ = try tlsConfiguration()
    }
}
