/// How long an answer may be given again.
struct AnswerLifetime {
    /// Seconds; longer lifetimes are cut (RFC 1035 knows 68 years).
    var maximum: UInt32 = 86_400
    /// Seconds, for answers that say that there is nothing (RFC 2308, section 5: one to three
    /// hours).
    var maximumNegative: UInt32 = 3600

    /// Seconds; 0 where the answer must not be kept: a record with TTL 0, a failure, or
    /// "nothing" without the SOA record that says for how long.
    func seconds(_ message: DNSMessage, isNegative: Bool) -> UInt32 {
        guard message.responseCode == .noError || message.responseCode == .nameError else { return 0 }
        let records = message.answers + message.authority + message.additional
        guard let shortest = records.map(\.timeToLive).min() else { return 0 }
        guard isNegative else { return min(shortest, maximum) }
        guard let soa = message.authority.first(where: { $0.type == .soa }) else { return 0 }
        return min(shortest, Self.minimum(of: soa), maximumNegative)
    }

    /// The last field of an SOA record, which says how long its absence may be believed.
    private static func minimum(of soa: DNSRecord) -> UInt32 {
        soa.data.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
