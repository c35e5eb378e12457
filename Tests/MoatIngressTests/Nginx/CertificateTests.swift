import Foundation
import MoatKubernetes
import SwiftASN1
import Testing
import X509

@testable import MoatIngress

/// Which certificate a client is shown, through a real nginx.
@Suite(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
struct CertificateTests {
    /// Who the certificate is that a client with the server name is shown.
    private func shown(_ serverName: String, _ cluster: ServedCluster) async throws -> String {
        let answer = try await cluster.client(tls: serverName).request("GET", "/", host: "any.test")
        let certificate = try Certificate(derEncoded: try #require(answer.certificate))
        return "\(certificate.subject)"
    }

    @Test func certificatesAreChosenByServerNameAndChangeWithoutAReload() async throws {
        let exact = try TestCertificate("exact", names: ["a.foo.test"])
        let wildcard = try TestCertificate("wildcard", names: ["*.foo.test"])
        let other = try TestCertificate("other", names: ["a.foo.test"])
        let backend = try await NamedBackend.start("app")
        func objects(_ first: TestCertificate, key: String? = nil) -> IngressObjects {
            IngressObjects(
                [
                    Ingress(
                        "app",
                        tls: [
                            IngressTLS(hosts: ["a.foo.test"], secretName: "exact"),
                            IngressTLS(hosts: ["*.foo.test"], secretName: "wildcard"),
                        ],
                        [
                            IngressRule("a.foo.test", .prefix("/", "app")),
                            IngressRule("*.foo.test", .prefix("/", "app")),
                        ])
                ], backends: [backend],
                secrets: [
                    Secret(tls: "exact", certificate: first.pem, key: key ?? first.key),
                    Secret(tls: "wildcard", certificate: wildcard.pem, key: wildcard.key),
                ])
        }
        try await ServedCluster.serve(objects(exact)) { cluster async throws in
            #expect(cluster.plan.problems.isEmpty)
            #expect(try await shown("a.foo.test", cluster) == "CN=exact")
            #expect(try await shown("A.FOO.test", cluster) == "CN=exact")
            #expect(try await shown("b.foo.test", cluster) == "CN=wildcard")
            let fallback = "CN=Moat ingress default certificate"
            #expect(try await shown("x.b.foo.test", cluster) == fallback)
            #expect(try await shown("elsewhere.test", cluster) == fallback)
            #expect(try await shown("", cluster) == fallback)

            #expect(try await cluster.change(objects(other)))
            #expect(try await shown("a.foo.test", cluster) == "CN=other")

            // A key that is another's is said, and costs nobody else anything.
            #expect(try await cluster.change(objects(exact, key: other.key)))
            #expect(cluster.plan.problems.map(\.reason) == ["KeyMismatch"])
            #expect(try await shown("b.foo.test", cluster) == "CN=wildcard")
        }
    }
}
