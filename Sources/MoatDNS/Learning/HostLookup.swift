import MoatModel

/// A name that `resolve` is asked for: both families at once, and all who wait.
final class HostLookup {
    enum Answer {
        case addresses([IPAddress], expiresAt: UInt64)
        case failure(DNSResolutionError)
    }

    let text: String
    var completions: [LookupCompletion] = []
    var ipv4: Answer?
    var ipv6: Answer?

    init(_ text: String) {
        self.text = text
    }

    /// Whether there is something to connect to while the other family is waited for.
    var hasIPv4: Bool {
        if case .addresses = ipv4 { true } else { false }
    }

    /// IPv4 first: it is the family in which the firewall has public addresses.
    var result: Result<[IPAddress], DNSResolutionError> {
        let found = [ipv4, ipv6].flatMap { answer -> [IPAddress] in
            if case .addresses(let addresses, _) = answer { addresses } else { [] }
        }
        if !found.isEmpty { return .success(found) }
        for answer in [ipv4, ipv6] {
            if case .failure(let error) = answer { return .failure(error) }
        }
        return .failure(DNSResolutionError("no answer"))
    }

    /// Until when the result may be given again; `longestPartial` where a family is missing.
    func expiresAt(longestPartial: UInt64) -> UInt64 {
        [ipv4, ipv6].map { answer in
            switch answer {
            case .addresses(_, let expiresAt): expiresAt
            case .failure: UInt64.max
            case nil: longestPartial
            }
        }.min() ?? longestPartial
    }
}
