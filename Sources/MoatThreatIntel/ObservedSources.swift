public import MoatModel
public import MoatPolicy

/// The entries of the built-in feeds `moat/scan` and `moat/brute-force`: sources with the time
/// at which each ceases to be hostile. At most `capacity` of a kind; the one that ends first
/// makes room.
public struct ObservedSources: Sendable {
    public static let capacity = 16_384

    /// By kind: the end of each source's entry, in seconds since 1970.
    private var ends: [SourceDetector.Finding.Kind: [IPAddress: UInt32]] = [:]
    /// Entries that made room before their time.
    public private(set) var displaced: UInt64 = 0

    public init() {}

    public func count(of kind: SourceDetector.Finding.Kind) -> Int { ends[kind]?.count ?? 0 }

    /// When an entry ends, in seconds since 1970; nil where there is none.
    public func end(of source: IPAddress, _ kind: SourceDetector.Finding.Kind) -> UInt32? {
        ends[kind]?[source]
    }

    /// Adds a source, or lets its entry last longer.
    public mutating func add(_ finding: SourceDetector.Finding, now: UInt32) {
        var entries = ends[finding.kind] ?? [:]
        ends[finding.kind] = nil
        if entries[finding.source] == nil, entries.count >= Self.capacity {
            // An eighth at once: looking for the first to end costs as much as there are entries.
            let order = entries.sorted { $0.value < $1.value }.prefix(Self.capacity / 8)
            for (source, end) in order {
                entries[source] = nil
                if end > now { displaced += 1 }
            }
        }
        let seconds = UInt32(clamping: finding.duration.milliseconds / 1000)
        let end = now.addingReportingOverflow(max(1, seconds))
        entries[finding.source] = max(entries[finding.source] ?? 0, end.overflow ? .max : end.partialValue)
        ends[finding.kind] = entries
    }

    /// Removes all entries of a kind.
    /// - Returns: whether there were any
    public mutating func clear(_ kind: SourceDetector.Finding.Kind) -> Bool {
        ends.removeValue(forKey: kind)?.isEmpty == false
    }

    /// Removes what has ended.
    /// - Returns: whether anything was removed
    public mutating func expire(now: UInt32) -> Bool {
        var hasChanged = false
        for (kind, entries) in ends where entries.values.contains(where: { $0 <= now }) {
            ends[kind] = entries.filter { $0.value > now }
            hasChanged = true
        }
        return hasChanged
    }

    /// When the next entry ends, in seconds since 1970; nil where there is none.
    public var nextEnd: UInt32? { ends.values.lazy.compactMap { $0.values.min() }.min() }

    /// The entries as lists.
    public var lists: [ThreatList] {
        SourceDetector.Finding.Kind.allCases.map { kind in
            var list = ThreatList(feed: kind.feed, category: kind.description)
            for (source, end) in ends[kind] ?? [:] { list.add(IPRange(IPPrefix(source)), expires: end) }
            return list
        }
    }
}
