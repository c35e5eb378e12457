import Crypto
import SwiftASN1
import X509

public import struct FoundationEssentials.Date

/// The certificate of hosts that have none, as PEM.
public struct DefaultCertificate: Sendable, Equatable {
    public var chain: String
    public var key: String

    public init(chain: String, key: String) {
        self.chain = chain
        self.key = key
    }

    /// A new key (P-256), signed by itself for ten years from a day before `now`.
    public static func selfSigned(now: Date) throws -> DefaultCertificate {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName("Moat ingress default certificate") }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: now.addingTimeInterval(-86_400),
            notValidAfter: now.addingTimeInterval(3650 * 86_400), issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                SubjectAlternativeNames([.dnsName("ingress.invalid")])
            }, issuerPrivateKey: key)
        return try DefaultCertificate(
            chain: certificate.serializeAsPEM().pemString + "\n", key: key.serializeAsPEM().pemString + "\n")
    }
}
