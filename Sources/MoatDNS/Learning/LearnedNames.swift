import Foundation
import MoatModel
import MoatPolicy

/// The addresses of the names in network rules, and when each was last in an answer.
///
/// An address stays for a grace period after answers stop containing it, each by itself: a
/// client may go on using what it was told. Only time in which answers came counts: while no
/// server answers, nothing expires, and when one answers again, an address that rotates is not
/// taken away by the first answer that happens to lack it.
struct LearnedNames: Sendable {
    private struct Entry: Sendable {
        var lastSeen: Date
        /// For how long answers have come without it.
        var missedFor: TimeInterval = 0
    }

    /// What is to be stored and forgotten.
    struct Change: Sendable {
        var saved: [LearnedAddress] = []
        var removed: [LearnedAddress] = []
    }

    /// How long an address stays, in seconds (Azure: 15 minutes).
    static let grace: TimeInterval = 900
    /// Within this time, seeing an address again is not worth a write, in seconds.
    static let freshness: TimeInterval = 10
    /// More time than this between two answers counts as an outage, in seconds.
    static let longestGap: TimeInterval = 60
    /// The oldest go when a name has more.
    static let maximumAddresses = 1024

    private var addresses: [String: [IPAddress: Entry]] = [:]
    private var lastAnswers: [String: [IPAddress.Family: Date]] = [:]
    /// Nil before the first policy: then everything is kept.
    private(set) var names: Set<String>?

    init(_ loaded: [LearnedAddress] = []) {
        for item in loaded { addresses[item.name, default: [:]][item.address] = Entry(lastSeen: item.lastSeen) }
    }

    /// What the rules judge by.
    var resolved: ResolvedNames {
        ResolvedNames(addresses.mapValues { Set($0.keys) })
    }

    var all: [LearnedAddress] {
        addresses.flatMap { name, entries in
            entries.map { LearnedAddress(name: name, address: $0.key, lastSeen: $0.value.lastSeen) }
        }.sorted { ($0.name, $0.address) < ($1.name, $1.address) }
    }

    var nameCount: Int { addresses.count }
    var addressCount: Int { addresses.values.reduce(0) { $0 + $1.count } }

    /// Whether an answer says nothing that would have to be noted now. `family` is that of the
    /// question; nil where the answer is not a list of all addresses.
    func isFresh(_ name: String, _ seen: [IPAddress], family: IPAddress.Family?, now: Date) -> Bool {
        if let family {
            guard let last = lastAnswers[name]?[family], Self.isFresh(last, now) else { return false }
        }
        guard !seen.isEmpty else { return true }
        guard let entries = addresses[name] else { return false }
        return seen.allSatisfy { address in entries[address].map { Self.isFresh($0.lastSeen, now) } ?? false }
    }

    private static func isFresh(_ date: Date, _ now: Date) -> Bool {
        abs(now.timeIntervalSince(date)) < freshness
    }

    /// Notes an answer. Where it is one to a question for all addresses of a family, those of
    /// the family that it lacks come closer to their end.
    mutating func note(_ name: String, _ seen: [IPAddress], family: IPAddress.Family?, now: Date) -> Change {
        var change = Change()
        guard names?.contains(name) ?? true else { return change }
        var entries = addresses[name] ?? [:]
        for address in seen {
            entries[address] = Entry(lastSeen: now)
            change.saved.append(LearnedAddress(name: name, address: address, lastSeen: now))
        }
        if let family {
            let elapsed = lastAnswers[name]?[family].map { now.timeIntervalSince($0) } ?? 0
            lastAnswers[name, default: [:]][family] = now
            let missed = min(max(0, elapsed), Self.longestGap)
            let present = Set(seen)
            for (address, var entry) in entries where address.family == family && !present.contains(address) {
                entry.missedFor += missed
                entries[address] = entry.missedFor >= Self.grace ? nil : entry
                if entry.missedFor >= Self.grace {
                    change.removed.append(LearnedAddress(name: name, address: address, lastSeen: entry.lastSeen))
                }
            }
        }
        while entries.count > Self.maximumAddresses,
            let oldest = entries.min(by: { ($0.value.lastSeen, $0.key) < ($1.value.lastSeen, $1.key) })
        {
            entries[oldest.key] = nil
            change.saved.removeAll { $0.address == oldest.key }
            change.removed.append(
                LearnedAddress(name: name, address: oldest.key, lastSeen: oldest.value.lastSeen))
        }
        addresses[name] = entries.isEmpty ? nil : entries
        return change
    }

    /// Drops what no rule lists any more.
    mutating func keep(_ names: Set<String>) -> Change {
        self.names = names
        var change = Change()
        for (name, entries) in addresses where !names.contains(name) {
            change.removed += entries.map {
                LearnedAddress(name: name, address: $0.key, lastSeen: $0.value.lastSeen)
            }
            addresses[name] = nil
        }
        lastAnswers = lastAnswers.filter { names.contains($0.key) }
        return change
    }
}
