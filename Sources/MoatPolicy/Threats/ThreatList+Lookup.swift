public import MoatModel

/// For people who ask one list: as `ThreatIndex` answers, but without building one.
extension ThreatList {
    /// What the list says of an address at a time in seconds since 1970. Looks at every entry.
    public func info(of address: IPAddress, at time: UInt32) -> ThreatInfo? {
        switch address {
        case .v4(let address): Self.first(ipv4, address.rawValue, time).map { infos[Int($0)] }
        case .v6(let address): Self.first(ipv6, address.rawValue, time).map { infos[Int($0)] }
        }
    }

    private static func first<Key: Comparable>(
        _ ranges: ContiguousArray<Range<Key>>, _ key: Key, _ time: UInt32
    ) -> UInt32? {
        ranges.first { $0.lower <= key && key <= $0.upper && ($0.expires == 0 || $0.expires > time) }?.info
    }

    /// What the list says of a name, in any case and with or without its trailing dot.
    public func info(ofName name: String, at time: UInt32) -> ThreatInfo? {
        HostName.withNormalized(name) { name in
            guard let name else { return nil }
            var found: UInt32?
            names.forEachMatch(name) { place in
                let detail = details[Int(place)]
                if detail.expires == 0 || detail.expires > time { found = detail.info }
            }
            return found.map { infos[Int($0)] }
        }
    }

    /// What the list says of an http URL.
    public func info(of url: ThreatURL, at time: UInt32) -> ThreatInfo? {
        var key = url.key
        guard let place = key.withUTF8({ urls.exact($0) }) else { return nil }
        let detail = details[Int(place)]
        return detail.expires == 0 || detail.expires > time ? infos[Int(detail.info)] : nil
    }
}
