import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate that signs itself, and its key, as PEM.
struct TestCertificate {
    let pem: String
    let key: String

    init(_ commonName: String, names: [String]) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName(commonName) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: Date(timeIntervalSinceNow: -3600), notValidAfter: Date(timeIntervalSinceNow: 86_400),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { SubjectAlternativeNames(names.map { .dnsName($0) }) },
            issuerPrivateKey: key)
        pem = try certificate.serializeAsPEM().pemString + "\n"
        self.key = try key.serializeAsPEM().pemString + "\n"
    }
}
