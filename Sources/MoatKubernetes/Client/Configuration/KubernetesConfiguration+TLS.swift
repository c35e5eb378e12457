import FoundationEssentials
import NIOSSL

extension KubernetesConfiguration {
    /// TLS 1.2 or later, and always with a certificate that is verified.
    ///
    /// - Throws: `KubernetesConfigurationError` where a certificate or key cannot be used
    func tlsConfiguration() throws(KubernetesConfigurationError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorities {
            tls.trustRoots = .certificates(
                try Self.certificates(authorities, "the certificate authority has no certificates in PEM"))
        }
        guard let identity else { return tls }
        tls.certificateChain = try Self.certificates(
            identity.certificates, "the client certificate is not one in PEM"
        ).map { .certificate($0) }
        do {
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.key), format: .pem))
        } catch {
            throw KubernetesConfigurationError(
                "the client key cannot be read; it must be a private key in PEM without a passphrase")
        }
        do {
            _ = try NIOSSLContext(configuration: tls)
        } catch {
            throw KubernetesConfigurationError("the client certificate and the client key do not belong together")
        }
        return tls
    }

    private static func certificates(
        _ pem: Data, _ problem: String
    ) throws(KubernetesConfigurationError) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(pem)), !certificates.isEmpty else {
            throw KubernetesConfigurationError(problem)
        }
        return certificates
    }
}
