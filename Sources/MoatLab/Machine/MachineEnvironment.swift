/// The environment of programs in a machine of a lab.
enum MachineEnvironment {
    /// Some clients bring certificates of their own (Node, pip, requests), others are told by
    /// this machine's environment where to look; all get the lab's.
    private static let trust = [
        "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS", "PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE",
    ]

    /// This machine's variables, without the proxies that are out of reach in a lab, and with
    /// the lab's trust.
    static func variables(from inherited: [String: String]) -> [String: String] {
        var variables = inherited.filter { !$0.key.lowercased().hasSuffix("_proxy") }
        for name in trust { variables[name] = MachineFiles.bundle }
        variables["SSL_CERT_DIR"] = "/etc/ssl/certs"
        return variables
    }
}
