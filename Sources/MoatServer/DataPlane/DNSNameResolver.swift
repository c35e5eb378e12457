import MoatDNS
import MoatEgress
import MoatModel

/// Lets the egress proxy ask the DNS proxy.
struct DNSNameResolver: NameResolver {
    let dns: DNSProxy

    func resolve(
        _ name: String, completion: @escaping @Sendable (Result<[IPAddress], NameResolutionError>) -> Void
    ) {
        dns.resolve(name) { result in
            completion(result.mapError { NameResolutionError($0.description) })
        }
    }
}
