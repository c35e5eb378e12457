import MoatModel

/// Keeps names of the Internet from leading inside: a page at an outside name whose address
/// becomes 10.0.0.4 could otherwise talk to a service there as if it were its own (DNS
/// rebinding), and a rule that allows the name would open the way.
///
/// Which names are outside ones cannot be seen from a name. So an answer with a private
/// address is believed where the name is under a suffix that the configuration lists, or where
/// the server that gave it is itself inside the virtual network: whoever sends queries to a
/// server of their own does it for the names that only this server knows. A server on the
/// loopback interface is not inside: that is the host's stub, which asks the Internet.
struct RebindingGuard: Sendable {
    private var suffixes: [DNSName]
    /// The address space of the virtual network: private too, whatever its numbers are.
    var localPrefixes: [IPPrefix] = []

    init(allowsPrivateAnswers: [String]) {
        suffixes = allowsPrivateAnswers.compactMap { suffix in
            DNSName(suffix.hasPrefix(".") ? suffix.dropFirst() : suffix[...])?.lowercased
        }
    }

    /// The first address in the answer that its name must not have. Additional records count:
    /// a client could use them.
    func offence(in message: DNSMessage, name: DNSName, server: IPAddress) -> IPAddress? {
        guard !suffixes.contains(where: { name.lowercased.isWithin($0) }),
            !localPrefixes.contains(where: { $0.contains(server) })
        else { return nil }
        for record in message.answers + message.authority + message.additional {
            if let address = AnswerChain.addresses(in: record).first(where: isPrivate) { return address }
        }
        return nil
    }

    private func isPrivate(_ address: IPAddress) -> Bool {
        if localPrefixes.contains(where: { $0.contains(address) }) { return true }
        if Self.privateRanges.contains(where: { $0.contains(address) }) { return true }
        guard case .v6(let v6) = address, Self.embeddingPrefixes.contains(v6.rawValue >> 32) else { return false }
        return isPrivate(.v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: v6.rawValue))))
    }

    /// "This host", RFC 1918, RFC 6598, loopback, link-local, RFC 4193.
    private static let privateRanges: [IPPrefix] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.168.0.0/16", "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10",
    ].compactMap { IPPrefix($0) }

    /// Upper 96 bits of IPv6 addresses that stand for the IPv4 address in their last 32 bits:
    /// IPv4-mapped (RFC 4291) and the well-known prefix of NAT64 (RFC 6052).
    private static let embeddingPrefixes: Set<UInt128> = [0xffff, 0x0064_ff9b << 64]
}
