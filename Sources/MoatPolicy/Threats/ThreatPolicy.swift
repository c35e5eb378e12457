import MoatModel

/// What the policies of a firewall make of the threat lists. The mode is that of the nearest
/// policy, which is no laxer than its parents'; the allow-lists of all of them hold together.
struct ThreatPolicy: Sendable {
    /// Nil where threat intelligence is off.
    let action: ThreatIntelAction?
    private let allowedAddresses: AddressSet
    private let allowedNames: SuffixTable

    init(_ policies: [FirewallPolicy]) {
        action =
            switch policies.last?.threatIntelMode {
            case .off, nil: nil
            case .alert: .alert
            case .deny: .deny
            }
        allowedAddresses = AddressSet(
            policies.flatMap { $0.threatIntelWhitelist.ipAddresses.flatMap { $0.ranges ?? [] } })
        var names = SuffixTable()
        for policy in policies {
            for pattern in policy.threatIntelWhitelist.fqdns.compactMap({ FQDNPattern($0) }) {
                names.insert(pattern, value: 0)
            }
        }
        allowedNames = names
    }

    func allows(_ address: IPAddress) -> Bool {
        allowedAddresses.contains(address)
    }

    /// The name in lower case, without the trailing dot.
    func allows(name: UnsafeBufferPointer<UInt8>) -> Bool {
        var isAllowed = false
        allowedNames.forEachMatch(name) { _ in isAllowed = true }
        return isAllowed
    }
}
