public import MoatModel

/// The entries of several lists that hold at one time, for looking up.
public struct ThreatIndex: Sendable {
    private let ipv4: AddressThreats<UInt32>
    private let ipv6: AddressThreats<UInt128>
    private let names: SuffixTable
    private let urls: SuffixTable
    private let infos: ContiguousArray<ThreatInfo>

    public static let empty = ThreatIndex([], at: 0)

    /// - Parameters:
    ///   - lists: Where several have the same entry, the first speaks for it.
    ///   - time: Seconds since 1970; entries that end at or before it are left out.
    public init(_ lists: [ThreatList], at time: UInt32) {
        var infos = ContiguousArray<ThreatInfo>()
        var ipv4 = ContiguousArray<ThreatList.Range<UInt32>>()
        var ipv6 = ContiguousArray<ThreatList.Range<UInt128>>()
        var names = SuffixTable(capacity: lists.reduce(0) { $0 + $1.nameCount })
        var urls = SuffixTable(capacity: lists.reduce(0) { $0 + $1.urlCount })
        ipv4.reserveCapacity(lists.reduce(0) { $0 + $1.ipv4.count })
        for list in lists {
            let base = UInt32(infos.count)
            infos.append(contentsOf: list.infos)
            Self.append(list.ipv4, base, time, to: &ipv4)
            Self.append(list.ipv6, base, time, to: &ipv6)
            Self.insert(list.names, list.details, base, time, into: &names)
            Self.insert(list.urls, list.details, base, time, into: &urls)
        }
        self.infos = infos
        self.ipv4 = AddressThreats(ipv4)
        self.ipv6 = AddressThreats(ipv6)
        self.names = names
        self.urls = urls
    }

    private static func append<Key>(
        _ ranges: ContiguousArray<ThreatList.Range<Key>>, _ base: UInt32, _ time: UInt32,
        to all: inout ContiguousArray<ThreatList.Range<Key>>
    ) {
        for range in ranges where range.expires == 0 || range.expires > time {
            all.append(
                ThreatList.Range(
                    lower: range.lower, upper: range.upper, info: base + range.info, expires: range.expires))
        }
    }

    private static func insert(
        _ table: SuffixTable, _ details: ContiguousArray<ThreatList.Detail>, _ base: UInt32, _ time: UInt32,
        into all: inout SuffixTable
    ) {
        table.forEach { bytes, isWildcard, place in
            let detail = details[Int(place)]
            guard detail.expires == 0 || detail.expires > time else { return }
            all.insert(bytes, isWildcard: isWildcard, value: base + detail.info)
        }
    }

    /// What is said of an address.
    public func info(of address: IPAddress) -> ThreatInfo? {
        let place =
            switch address {
            case .v4(let address): ipv4.info(of: address.rawValue)
            case .v6(let address): ipv6.info(of: address.rawValue)
            }
        return place.map { infos[Int($0)] }
    }

    /// What is said of a name: lower case, without the trailing dot, not empty.
    func info(ofName name: UnsafeBufferPointer<UInt8>) -> ThreatInfo? {
        guard !names.isEmpty else { return nil }
        // The exact name is told last, and says more than a wildcard.
        var found: UInt32?
        names.forEachMatch(name) { found = $0 }
        return found.map { infos[Int($0)] }
    }

    /// What is said of a URL.
    func info(of url: ThreatURL) -> ThreatInfo? {
        var key = url.key
        return key.withUTF8 { urls.exact($0) }.map { infos[Int($0)] }
    }

    var hasNames: Bool { !names.isEmpty }
    var hasURLs: Bool { !urls.isEmpty }
}
