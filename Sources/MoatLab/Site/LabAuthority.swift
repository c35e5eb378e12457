import Crypto
import FoundationEssentials
import MoatModel
import SwiftASN1
import X509

/// A certificate authority that exists for one lab, and is trusted by its machines alone.
struct LabAuthority: Sendable {
    private let certificate: Certificate
    private let key: P256.Signing.PrivateKey

    /// What OpenSSL names a file of a folder of certificates by: `openssl x509 -hash` of the
    /// subject, which is the same in every lab.
    static let fileName = "827e64e9.0"

    private static let validity = 30.0 * 86_400

    /// A new authority, whose certificates are valid from a day before `now` until 30 days after.
    init(now: Date) throws {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName("Moat lab") }
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(-86_400), notValidAfter: now.addingTimeInterval(Self.validity),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
            }, issuerPrivateKey: .init(key))
        self.key = key
    }

    /// The authority of a lab that is up.
    init(certificate: String, key: String) throws {
        self.certificate = try Certificate(pemEncoded: certificate)
        self.key = try P256.Signing.PrivateKey(pemRepresentation: key)
    }

    func certificatePEM() throws -> String {
        try certificate.serializeAsPEM().pemString + "\n"
    }

    var keyPEM: String { key.pemRepresentation + "\n" }

    /// A certificate, in PEM, and its key for a server of that name, and with those addresses
    /// for clients that know it by them.
    func issue(
        for name: String, addresses: [IPAddress] = [], now: Date
    ) throws -> (certificate: String, key: String) {
        let serverKey = P256.Signing.PrivateKey()
        // 64 characters are all that a common name may have (RFC 5280, appendix A.1), and no
        // client looks at it.
        let subject = try DistinguishedName { CommonName(String(name.prefix(64))) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(serverKey.publicKey),
            notValidBefore: now.addingTimeInterval(-86_400), notValidAfter: now.addingTimeInterval(Self.validity),
            issuer: certificate.subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(
                    [.dnsName(name)] + addresses.map { .ipAddress(ASN1OctetString(contentBytes: Self.bytes(of: $0))) })
                SubjectKeyIdentifier(hash: .init(serverKey.publicKey))
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: .init(key.publicKey)).keyIdentifier)
            }, issuerPrivateKey: .init(key))
        return (try certificate.serializeAsPEM().pemString + "\n", serverKey.pemRepresentation + "\n")
    }

    private static func bytes(of address: IPAddress) -> ArraySlice<UInt8> {
        let count = address.family.bitWidth / 8
        return (0..<count).map { UInt8(truncatingIfNeeded: address.number >> (8 * UInt128(count - 1 - $0))) }[...]
    }
}
