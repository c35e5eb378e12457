import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority for one test.
struct TestAuthority {
    let pem: String
    private let certificate: Certificate
    private let key = P256.Signing.PrivateKey()

    init() throws {
        let subject = try DistinguishedName { CommonName("test \(UInt32.random(in: 0 ... .max))") }
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: .now.addingTimeInterval(-3600), notValidAfter: .now.addingTimeInterval(3600),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: .init(key))
        pem = try certificate.serializeAsPEM().pemString
    }

    /// Certificate and key in PEM. `name` is a host's, or `127.0.0.1`.
    func issue(_ name: String) throws -> (certificate: String, key: String) {
        let key = P256.Signing.PrivateKey()
        let isAddress = name == "127.0.0.1"
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: .now.addingTimeInterval(-3600), notValidAfter: .now.addingTimeInterval(3600),
            issuer: certificate.subject, subject: try DistinguishedName { CommonName(name) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
                SubjectAlternativeNames([
                    isAddress ? .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])) : .dnsName(name)
                ])
            }, issuerPrivateKey: .init(self.key))
        return (try certificate.serializeAsPEM().pemString, key.pemRepresentation)
    }

    /// TLS of a server; with `clients`, only clients with a certificate of this authority may speak.
    func server(_ name: String, clients: Bool = false) throws -> NIOSSLContext {
        let issued = try issue(name)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(issued.certificate.utf8)).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(issued.key.utf8), format: .pem)))
        if clients {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
            tls.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: tls)
    }
}
