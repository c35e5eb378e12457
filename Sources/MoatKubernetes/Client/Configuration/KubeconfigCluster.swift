/// Where a kubeconfig's cluster is.
struct KubeconfigCluster {
    let configuration: KubernetesConfiguration

    /// - Throws: `KubernetesConfigurationError` also for what is not supported
    init(_ cluster: KubeconfigField) throws(KubernetesConfigurationError) {
        guard let server = try cluster.text("server") else { throw cluster.error("has no server") }
        // Who holds the address of the API could tell this process anything, and is told its token.
        if let insecure = cluster["insecure-skip-tls-verify"],
            try cluster.text("insecure-skip-tls-verify")?.lowercased() != "false"
        {
            throw insecure.error(
                "is not supported: moat always verifies the API's certificate; write its authority in certificate-authority-data, and tls-server-name where the certificate is for another name"
            )
        }
        if let proxy = cluster["proxy-url"], try cluster.text("proxy-url") != nil {
            throw proxy.error("is not supported: moat speaks with the API without a proxy; name a server it can reach")
        }
        configuration = KubernetesConfiguration(
            server: server, serverName: try cluster.text("tls-server-name"),
            authorities: try cluster.bytes("certificate-authority"))
    }
}
