public import FoundationEssentials
import MoatModel

/// What running workers of nginx are told, and need no new configuration for: endpoints and
/// certificates.
public struct IngressTables: Sendable, Equatable {
    struct Contents: Encodable, Equatable {
        /// `address:port` of each endpoint, by the upstream's name.
        var upstreams: [String: [String]]
        /// Index into `certificates` by host.
        var hosts: [String: Int]
        var certificates: [Certificate]
    }

    struct Certificate: Encodable, Equatable {
        var chain: String
        var key: String
    }

    private let contents: Contents

    public init(_ plan: IngressPlan) {
        var hosts: [String: Int] = [:]
        for (index, certificate) in plan.certificates.enumerated() {
            for host in certificate.hosts { hosts[host.description] = index }
        }
        contents = Contents(
            upstreams: Dictionary(plan.upstreams.map { ($0.name, $0.endpoints.map(\.text)) }) { first, _ in first },
            hosts: hosts,
            certificates: plan.certificates.map { Certificate(chain: $0.chain, key: $0.key) })
    }

    /// As `POST /tables` of the control socket takes them: the same bytes for the same tables.
    public func encoded() -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(contents)
        } catch {
            preconditionFailure("texts and numbers are always encoded: \(error)")
        }
    }
}

extension IngressEndpoint {
    /// As nginx has addresses: `10.0.0.1:80`, `[2001:db8::1]:80`.
    var text: String {
        switch address {
        case .v4: "\(address):\(port)"
        case .v6: "[\(address)]:\(port)"
        }
    }
}
