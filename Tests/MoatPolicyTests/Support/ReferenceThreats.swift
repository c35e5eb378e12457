import MoatModel
import MoatPolicy

/// Threat lists once more: entries in the order in which they were written, gone through one
/// by one.
struct ReferenceThreats {
    struct Entry: CustomStringConvertible {
        var range: IPRange
        var text: String?
        var expires: UInt32?

        var description: String { "\(range) \(text ?? "-") \(expires.map(String.init) ?? "-")" }
    }

    struct Feed {
        var name: String
        var entries: [Entry]
    }

    static let category = "Bot Networks"

    var fetched: [Feed] = []
    var observed: [Feed] = []
    var time: UInt32 = 0

    var lists: ThreatLists {
        ThreatLists(
            fetched: ThreatIndex(fetched.map(Self.list), at: time),
            observed: ThreatIndex(observed.map(Self.list), at: time))
    }

    private static func list(_ feed: Feed) -> ThreatList {
        var list = ThreatList(feed: feed.name, category: category)
        for entry in feed.entries { list.add(entry.range, description: entry.text, expires: entry.expires) }
        return list
    }

    func info(of address: IPAddress) -> ThreatInfo? {
        Self.info(of: address, observed, time) ?? Self.info(of: address, fetched, time)
    }

    /// Of the entries that hold and cover an address, that which begins first, of those the
    /// longest, of those the first.
    static func info(of address: IPAddress, _ feeds: [Feed], _ time: UInt32) -> ThreatInfo? {
        var best: (range: IPRange, info: ThreatInfo)?
        for feed in feeds {
            for entry in feed.entries where entry.expires.map({ $0 > time }) ?? true && entry.range.contains(address) {
                if let range = best?.range,
                    range.lowerBound < entry.range.lowerBound
                        || range.lowerBound == entry.range.lowerBound && range.upperBound >= entry.range.upperBound
                {
                    continue
                }
                best = (entry.range, ThreatInfo(feed: feed.name, description: entry.text ?? category))
            }
        }
        return best?.info
    }
}
