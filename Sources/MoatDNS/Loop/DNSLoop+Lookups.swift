import MoatModel
import Synchronization

extension DNSLoop {
    /// Resolves a name for `DNSProxy.resolve`.
    func lookUp(_ text: String, _ name: DNSName, _ completion: @escaping LookupCompletion) {
        guard !isStopping else {
            shared.lookups.subtract(1, ordering: .relaxed)
            return completion(.failure(DNSResolutionError("the DNS proxy has stopped")))
        }
        if let lookup = lookups[text] {
            lookup.completions.append(completion)
            return
        }
        let lookup = HostLookup(text)
        lookup.completions.append(completion)
        lookups[text] = lookup
        for type in [DNSType.a, .aaaa] {
            watch(DNSQuestion(name: name, type: type), .lookup(lookup), usesCache: true)
        }
    }

    func take(_ outcome: ExchangeOutcome, _ type: DNSType, for lookup: HostLookup) {
        let answer: HostLookup.Answer =
            switch outcome {
            case .answer(let answer, _):
                answer.addresses.isEmpty
                    ? .failure(DNSResolutionError(Self.reason(of: answer)))
                    : .addresses(answer.addresses, expiresAt: answer.expiresAt)
            case .failure(let failure): .failure(DNSResolutionError(failure.reason))
            }
        if type == .a { lookup.ipv4 = answer } else { lookup.ipv6 = answer }
        if lookup.ipv4 != nil, lookup.ipv6 != nil {
            finishLookup(lookup)
        } else if lookup.hasIPv4 {
            deadlines.add(.lookup(lookup), at: now &+ configuration.addressFamilyDelay.nanoseconds)
        }
    }

    /// Tells all who wait. What comes later for the other family is for the cache.
    func finishLookup(_ lookup: HostLookup) {
        guard lookups[lookup.text] === lookup else { return }
        lookups[lookup.text] = nil
        let result = lookup.result
        if case .success(let addresses) = result {
            shared.hosts.insert(
                lookup.text, addresses, expiresAt: lookup.expiresAt(longestPartial: now &+ 1_000_000_000), now: now)
        }
        complete(lookup, result)
    }

    func failLookups(_ reason: String) {
        let all = lookups.values
        lookups = [:]
        for lookup in all { complete(lookup, .failure(DNSResolutionError(reason))) }
    }

    private func complete(_ lookup: HostLookup, _ result: Result<[IPAddress], DNSResolutionError>) {
        shared.lookups.subtract(lookup.completions.count, ordering: .relaxed)
        for completion in lookup.completions { completion(result) }
    }
}
