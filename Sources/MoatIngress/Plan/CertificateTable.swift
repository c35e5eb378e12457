import MoatKubernetes

/// The certificates of hosts while they are put together. Who comes first has a host.
struct CertificateTable {
    private let secrets: [ObjectKey: Secret]
    private let cache: CertificateCache
    private var readings: [ObjectKey: Result<CertificateReading, IngressRefusal>] = [:]
    private var secretOfHost: [RouteHost: ObjectKey] = [:]
    private var namespaces: [RouteHost: Set<String?>] = [:]

    init(_ secrets: [Secret], _ cache: CertificateCache) {
        self.cache = cache
        self.secrets = Dictionary(secrets.map { ($0.key, $0) }) { first, _ in first }
    }

    /// Whether an Ingress wishes the host to be served by TLS.
    func isNamed(_ host: RouteHost) -> Bool {
        namespaces[host] != nil
    }

    /// Whether one of the namespace does. What those of others wish changes nothing of how its paths are served.
    func isNamed(_ host: RouteHost, in namespace: String?) -> Bool {
        namespaces[host]?.contains(namespace) ?? false
    }

    /// Takes what the Ingress says of TLS, and returns what cannot be served of it. Hosts are those of
    /// the entry, or of the rules where it names none.
    mutating func add(_ reading: IngressReading) -> [IngressProblem] {
        var problems: [IngressProblem] = []
        func report(_ reason: String, _ message: String) {
            problems.append(IngressProblem(object: reading.ingress.reference, reason: reason, message: message))
        }
        for entry in reading.ingress.spec.tls {
            var hosts: [RouteHost] = entry.hosts.isEmpty ? reading.rules.compactMap(\.host) : []
            for text in entry.hosts {
                do throws(ValueRefusal) {
                    hosts.append(try RouteHost(text))
                } catch {
                    report("InvalidHost", error.message("a host of tls", text))
                }
            }
            for host in hosts { namespaces[host, default: []].insert(reading.ingress.metadata.namespace) }
            guard let name = entry.secretName, !name.isEmpty else { continue }
            let key = ObjectKey(namespace: reading.ingress.metadata.namespace, name: name)
            switch certificate(key) {
            case .failure(let refusal):
                report(
                    refusal.reason, "\(refusal.message); its hosts get the default certificate until it is put right")
            case .success(let certificate):
                for host in hosts where certificate.covers(host) == false {
                    report("CertificateOfOthers", "the certificate of the Secret \(key) is not for \(host)")
                }
                for host in Set(hosts).sorted() {
                    let owner = secretOfHost[host] ?? key
                    secretOfHost[host] = owner
                    if owner != key {
                        report(
                            "CertificateTaken", "\(host) has the certificate of \(owner) by an older Ingress or entry")
                    }
                }
            }
        }
        return problems
    }

    private mutating func certificate(_ key: ObjectKey) -> Result<CertificateReading, IngressRefusal> {
        if let reading = readings[key] { return reading }
        let reading: Result<CertificateReading, IngressRefusal>
        if let secret = secrets[key], key.isName {
            reading = cache.reading(secret)
        } else {
            reading = .failure(IngressRefusal("SecretNotFound", "there is no Secret \(key.shown)"))
        }
        readings[key] = reading
        return reading
    }

    func forgetOthers() {
        cache.keep(Set(readings.keys))
    }

    /// Rising by Secret.
    var certificates: [IngressCertificate] {
        Dictionary(grouping: secretOfHost.keys) { secretOfHost[$0] }.compactMap { key, hosts -> IngressCertificate? in
            guard let key, case .success(let reading) = readings[key] else { return nil }
            return IngressCertificate(secret: key, hosts: hosts.sorted(), chain: reading.chain, key: reading.key)
        }.sorted { $0.secret < $1.secret }
    }
}
