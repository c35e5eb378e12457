import MoatModel
import MoatPolicy

/// What threat intelligence says of a flow, before any rule.
public struct ThreatFinding: Hashable, Sendable, Codable {
    /// Feeds that were looked at; 0 where the policy does not ask, or there are none.
    public var feeds: Int
    public var entries: Int
    /// When the oldest of the lists was fetched, in seconds since 1970.
    public var oldestFetch: Double?
    /// The feed that lists it.
    public var feed: String?
    public var description: String?
    /// `Alert` or `Deny`.
    public var action: String?
    public var text: String

    init(_ threat: ThreatMatch?, listed: String, _ snapshot: Snapshot) {
        let lists = snapshot.threatLists?.feeds ?? []
        feeds = lists.count
        entries = lists.reduce(0) { $0 + $1.entries }
        oldestFetch = lists.map(\.fetchedAt).min()
        feed = threat?.info.feed
        description = threat?.info.description
        action = threat?.action.rawValue
        if let threat {
            text =
                "\(listed) is listed by \(threat.info.feed) (\(threat.info.description)); "
                + (threat.action == .deny ? "denied before every rule" : "recorded, and the rules decide")
        } else if snapshot.threatAction == nil {
            text = "not asked: threatIntelMode is Off"
        } else if snapshot.threatLists == nil {
            text = "no feed has a list"
        } else {
            text = "no match (\(feeds) \(feeds == 1 ? "feed" : "feeds"))"
        }
    }
}
