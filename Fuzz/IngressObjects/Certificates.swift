import FoundationEssentials
import MoatKubernetes

// What takes the place of the files that read certificates with libraries: these are not under test here, and
// nothing of a certificate is in what nginx is configured with.

public struct DefaultCertificate: Sendable, Equatable {
    public var chain: String
    public var key: String
}

/// Takes any text.
struct CertificateReading {
    let chain: String
    let key: String

    init(_ secret: Secret) throws(IngressRefusal) {
        guard let chain = secret.data[Secret.certificateKey], let key = secret.data[Secret.privateKeyKey] else {
            throw IngressRefusal("InvalidSecret", "the Secret has no certificate")
        }
        self.chain = String(decoding: chain, as: UTF8.self)
        self.key = String(decoding: key, as: UTF8.self)
    }

    func covers(_ host: RouteHost) -> Bool? { nil }
}
