import FoundationEssentials
import MoatModel

/// All names of a lab, as its DNS looks them up.
struct DomainTable: Sendable {
    private let domains: [String: LabDomain]
    /// Names that are there, if only because others are below them.
    private let existing: Set<String>

    private static let aliasLimit = 16
    private static let negativeTTL: UInt32 = 5

    init(_ domains: [LabDomain]) {
        self.domains = Dictionary(domains.map { ($0.name, $0) }) { first, _ in first }
        var existing: Set<String> = [""]
        for domain in domains {
            var name: String? = domain.name.hasPrefix("*.") ? DomainName.parent(domain.name) : domain.name
            while let present = name, existing.insert(present).inserted { name = DomainName.parent(present) }
        }
        self.existing = existing
    }

    struct Answer: Hashable {
        /// Whether the name, at the end of all aliases, is there at all.
        var exists: Bool
        var records: [DNSRecord]
        /// The SOA record, where the end of all aliases has nothing of the type.
        var negative: DNSRecord?
    }

    func answer(_ name: String, type: UInt16) -> Answer {
        var records: [DNSRecord] = []
        var name = name
        for _ in 0..<Self.aliasLimit {
            guard let domain = domain(for: name) else {
                return Answer(
                    exists: existing.contains(name), records: records, negative: .negative(ttl: Self.negativeTTL))
            }
            guard let alias = domain.alias else {
                let own = Self.records(of: domain, as: name).filter { $0.kind.rawValue == type }
                return Answer(
                    exists: true, records: records + own,
                    negative: own.isEmpty ? .negative(ttl: Self.negativeTTL) : nil)
            }
            records.append(.alias(name, alias, ttl: domain.ttl))
            if type == DNSRecord.Kind.cname.rawValue { break }
            name = alias
        }
        return Answer(exists: true, records: records, negative: nil)
    }

    /// The name itself, or the wildcard at the closest name above it that is there (RFC 4592,
    /// section 3.3.1).
    private func domain(for name: String) -> LabDomain? {
        if let domain = domains[name] { return domain }
        guard !existing.contains(name) else { return nil }
        var above = DomainName.parent(name) ?? ""
        while !existing.contains(above) { above = DomainName.parent(above) ?? "" }
        return domains["*.\(above)"]
    }

    private static func records(of domain: LabDomain, as name: String) -> [DNSRecord] {
        let addresses = domain.addresses.map { DNSRecord.address(name, $0, ttl: domain.ttl) }
        guard let ech = domain.ech.flatMap({ Data(base64Encoded: $0) }) else { return addresses }
        return addresses + [.https(name, ech: Array(ech), ttl: domain.ttl)]
    }
}
