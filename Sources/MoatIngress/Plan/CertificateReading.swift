import FoundationEssentials
import MoatKubernetes
import SwiftASN1
import X509

/// A certificate and its key, read from a Secret: both parse, and belong together.
struct CertificateReading {
    static let maximumChain = 16
    static let maximumBytes = 128 << 10

    /// As PEM, written anew from what was read.
    let chain: String
    let key: String
    /// The names that it is for; nil where it has no alternative names, and none is compared.
    private let names: [String]?

    init(_ secret: Secret) throws(IngressRefusal) {
        let name = "the Secret \(secret.key)"
        guard secret.type == Secret.tlsType else {
            throw IngressRefusal(
                "InvalidSecret",
                "\(name) is of type '\(ValueRefusal.shown(secret.type))', and must be \(Secret.tlsType)")
        }
        let certificates = try Self.text(secret, Secret.certificateKey)
        let key = try Self.text(secret, Secret.privateKeyKey)
        let leaf: Certificate
        do {
            let documents = try PEMDocument.parseMultiple(pemString: certificates).filter {
                $0.discriminator == Certificate.defaultPEMDiscriminator
            }
            guard (1...Self.maximumChain).contains(documents.count) else {
                throw IngressRefusal(
                    "InvalidCertificate", "\(name) has \(documents.count) certificates, and must have 1 to 16")
            }
            let all = try documents.map { try Certificate(pemDocument: $0) }
            leaf = all[0]
            chain = documents.map { $0.pemString + "\n" }.joined()
        } catch let refusal as IngressRefusal {
            throw refusal
        } catch {
            throw IngressRefusal(
                "InvalidCertificate",
                "\(Secret.certificateKey) of \(name) is no certificate in PEM: "
                    + ValueRefusal.shown("\(error)"))
        }
        do {
            let document = try PEMDocument(pemString: key)
            guard try Certificate.PrivateKey(pemDocument: document).publicKey == leaf.publicKey else {
                throw IngressRefusal(
                    "KeyMismatch", "\(Secret.privateKeyKey) of \(name) is not the key of its certificate")
            }
            self.key = document.pemString + "\n"
        } catch let refusal as IngressRefusal {
            throw refusal
        } catch {
            // What was wrong may have the key's text.
            throw IngressRefusal(
                "InvalidKey",
                "\(Secret.privateKeyKey) of \(name) is no private key in PEM (RSA, EC or Ed25519, "
                    + "without a password)")
        }
        names = (try? leaf.extensions.subjectAlternativeNames)?.compactMap {
            if case .dnsName(let name) = $0 { name.lowercased() } else { nil }
        }
    }

    /// Whether it is for the host; nil where it does not say for which it is.
    func covers(_ host: RouteHost) -> Bool? {
        names.map { names in names.contains { (try? RouteHost($0))?.covers(host) ?? false } }
    }

    private static func text(_ secret: Secret, _ key: String) throws(IngressRefusal) -> String {
        guard let data = secret.data[key], !data.isEmpty else {
            throw IngressRefusal("InvalidSecret", "the Secret \(secret.key) has no \(key)")
        }
        guard data.count <= maximumBytes, let text = String(bytes: data, encoding: .utf8) else {
            throw IngressRefusal(
                "InvalidSecret", "\(key) of the Secret \(secret.key) must be text of at most \(maximumBytes) bytes")
        }
        return text
    }
}
