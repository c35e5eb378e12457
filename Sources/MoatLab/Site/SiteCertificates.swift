import FoundationEssentials
import NIOCore
import NIOSSL
import Synchronization

/// The certificates of a host's sites, one for each name, made when it is first asked for.
final class SiteCertificates: Sendable {
    struct Credentials: Sendable {
        var chain: [NIOSSLCertificateSource]
        var key: NIOSSLPrivateKeySource
    }

    private let authority: LabAuthority
    private let names: [String]
    private let host: String
    private let issued = Mutex<[String: Credentials]>([:])

    /// Names below a wildcard are as many as clients care to ask for.
    private static let limit = 256

    /// - Parameters:
    ///   - names: the host's, wildcards among them
    ///   - host: what a client without SNI, or with a name that is not the host's, gets a
    ///     certificate for
    init(authority: LabAuthority, names: [String], host: String) {
        self.authority = authority
        self.names = names
        self.host = host
    }

    func credentials(for serverName: String?) throws -> Credentials {
        let name = subject(for: serverName)
        return try issued.withLock { issued in
            if let known = issued[name] { return known }
            let (certificate, key) = try authority.issue(for: name, now: .now)
            let credentials = Credentials(
                chain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
                key: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
            if issued.count >= Self.limit { issued = [:] }
            issued[name] = credentials
            return credentials
        }
    }

    /// The name that the certificate for a server name is of.
    func subject(for serverName: String?) -> String {
        guard let name = serverName?.lowercased(), names.contains(where: { DomainName.covers($0, name) }) else {
            return names.first.map { $0.hasPrefix("*.") ? String($0.dropFirst(2)) : $0 } ?? host
        }
        return name
    }

    /// The TLS of a server with these certificates, which offers HTTP/2.
    func serverContext() throws -> NIOSSLContext {
        let fallback = try credentials(for: nil)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: fallback.chain, privateKey: fallback.key)
        configuration.applicationProtocols = ["h2", "http/1.1"]
        configuration.sslContextCallback = { [self] values, promise in
            promise.completeWith(
                Result {
                    let credentials = try credentials(for: values.serverHostname)
                    var override = NIOSSLContextConfigurationOverride()
                    override.certificateChain = credentials.chain
                    override.privateKey = credentials.key
                    return override
                })
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
