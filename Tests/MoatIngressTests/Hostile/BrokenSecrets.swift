import Foundation
import MoatKubernetes

@testable import MoatIngress

/// Secrets that no certificate can be had from.
enum BrokenSecrets {
    static func all() throws -> [Secret] {
        let good = try TestCertificate("good", names: ["b.test"])
        let other = try TestCertificate("other", names: ["b.test"])
        var opaque = Secret(tls: "opaque", certificate: good.pem, key: good.key)
        opaque.type = "Opaque"
        var empty = Secret(tls: "empty", certificate: "", key: "")
        empty.data = [:]
        var binary = Secret(tls: "binary", certificate: good.pem, key: good.key)
        binary.data[Secret.certificateKey] = Data((0...255).map { UInt8($0) })
        let cut = String(good.pem.prefix(good.pem.count / 2))
        let many = String(repeating: good.pem, count: 17)
        return [
            opaque, empty, binary,
            Secret(tls: "no-certificate", certificate: "", key: good.key),
            Secret(tls: "no-key", certificate: good.pem, key: ""),
            Secret(tls: "mismatch", certificate: good.pem, key: other.key),
            Secret(tls: "swapped", certificate: good.key, key: good.pem),
            Secret(tls: "cut", certificate: cut, key: good.key),
            Secret(tls: "many", certificate: many, key: good.key),
            Secret(tls: "text", certificate: "ssl_certificate /etc/passwd;", key: good.key),
            Secret(
                tls: "nonsense",
                certificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key: good.key),
            Secret(tls: "large", certificate: good.pem + String(repeating: "\n", count: 1 << 20), key: good.key),
            Secret(
                tls: "locked", certificate: good.pem,
                key: good.key.replacing("PRIVATE KEY", with: "ENCRYPTED PRIVATE KEY")),
        ]
    }
}
