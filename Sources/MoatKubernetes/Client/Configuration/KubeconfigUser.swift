/// How a kubeconfig's user proves who they are.
struct KubeconfigUser {
    private let user: KubeconfigField
    private let name: String

    private static let instead =
        "give the user a token, a tokenFile, or a client certificate and key (`kubectl create token ACCOUNT` makes a token of a service account)"
    private static let unsupported = [
        "exec", "auth-provider", "username", "password", "as", "as-uid", "as-groups", "as-user-extra",
    ]

    /// - Throws: `KubernetesConfigurationError` for what is not supported
    init(_ user: KubeconfigField, name: String) throws(KubernetesConfigurationError) {
        for key in Self.unsupported {
            guard let field = user[key] else { continue }
            throw field.error("is not supported, and user '\(name)' has it; \(Self.instead)")
        }
        self.user = user
        self.name = name
    }

    /// - Throws: `KubernetesConfigurationError`
    func complete(_ configuration: inout KubernetesConfiguration) throws(KubernetesConfigurationError) {
        switch (try user.bytes("client-certificate"), try user.bytes("client-key")) {
        case (let certificates?, let key?):
            configuration.identity = ClientIdentity(certificates: certificates, key: key)
        case (nil, nil): break
        case (_?, nil): throw user.error("user '\(name)' has a client-certificate and no client-key")
        case (nil, _?): throw user.error("user '\(name)' has a client-key and no client-certificate")
        }
        if let path = try user.text("tokenFile") {
            configuration.token = .file(user.absolute(path))
        } else if let text = try user.text("token") {
            guard let token = BearerToken(text) else {
                throw user.error("the token of user '\(name)' has characters that no token has")
            }
            configuration.token = .fixed(token)
        }
    }
}
