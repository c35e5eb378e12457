public import Foundation

extension KubernetesConfiguration {
    /// The API that a kubeconfig names if one is given; else that of the variable `KUBECONFIG`; else, in a
    /// pod, that of its cluster; else that of `~/.kube/config`.
    ///
    /// `context` is the context of the kubeconfig that is meant, nil for its current one.
    ///
    /// - Throws: `KubernetesConfigurationError`
    public static func load(
        kubeconfig: String? = nil, context: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        serviceAccount: String = serviceAccountFolder
    ) throws(KubernetesConfigurationError) -> Self {
        if let kubeconfig { return try read(Kubeconfig(file: kubeconfig), context: context) }
        let named = (environment["KUBECONFIG"] ?? "").split(separator: ":").map(String.init)
        if !named.isEmpty { return try read(Kubeconfig(files: named), context: context) }
        if isInCluster(environment), context == nil {
            return try inCluster(environment: environment, folder: serviceAccount)
        }
        guard let home = environment["HOME"], FileManager.default.fileExists(atPath: "\(home)/.kube/config") else {
            throw KubernetesConfigurationError(
                "no API is named: there is neither a kubeconfig, nor KUBECONFIG, nor ~/.kube/config, and this is no pod"
            )
        }
        return try read(Kubeconfig(file: "\(home)/.kube/config"), context: context)
    }

    private static func read(
        _ kubeconfig: Kubeconfig, context: String?
    ) throws(KubernetesConfigurationError) -> Self {
        let configuration = try kubeconfig.configuration(context: context)
        try configuration.check()
        return configuration
    }
}
