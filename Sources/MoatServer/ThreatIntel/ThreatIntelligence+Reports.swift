import Foundation
import MoatModel
import MoatPolicy
import MoatThreatIntel

extension ThreatIntelligence {
    /// The feeds by name, the built-in ones last.
    func rows() -> [ThreatFeedRow] {
        let time = now().timeIntervalSince1970
        var rows = states.values.sorted { $0.feed.name < $1.feed.name }.map { ThreatFeedRow($0, at: time) }
        for kind in SourceDetector.Finding.Kind.allCases {
            let count = observed.count(of: kind)
            rows.append(
                ThreatFeedRow(
                    name: kind.feed, category: kind.description, entries: count, addresses: count, isBuiltIn: true))
        }
        return rows
    }

    /// Fetches one feed, or all.
    /// - Throws: `APIError` where there is no feed of that name
    func refresh(_ name: String?) async throws -> [ThreatFeedRow] {
        if let name {
            guard states[name] != nil else { throw notFound(name) }
            await fetch(name)
            return rows().filter { $0.name == name }
        }
        await withTaskGroup(of: Void.self) { group in
            for name in states.keys { group.addTask { await self.fetch(name) } }
        }
        return rows()
    }

    /// Which lists have an address, a name or an http URL, and what the snapshot makes of it.
    /// - Throws: `APIError` where it is none of these
    func test(_ text: String, by snapshot: Snapshot) throws -> ThreatTestReport {
        let time = time
        let all = states.values.sorted { $0.feed.name < $1.feed.name }.compactMap { $0.reading?.list } + observed.lists
        let infos: [ThreatInfo]
        let match: ThreatMatch?
        if let address = IPAddress(text) {
            infos = all.compactMap { $0.info(of: address, at: time) }
            match = snapshot.threat(ofDestination: address)
        } else if let url = ThreatURL(text) {
            infos = all.compactMap { $0.info(of: url, at: time) }
            match = snapshot.threat(ofURL: url)
        } else if let pattern = FQDNPattern(text), !pattern.isWildcard {
            infos = all.compactMap { $0.info(ofName: text, at: time) }
            match = snapshot.threat(ofName: text)
        } else {
            throw APIError(
                .badRequest,
                "'\(text)' is neither an address, nor a name, nor an http URL; of https only the name is seen")
        }
        var report = ThreatTestReport(
            indicator: text, listedBy: infos.map { .init(feed: $0.feed, description: $0.description) },
            action: match?.action.rawValue)
        if match == nil, !infos.isEmpty {
            report.note =
                snapshot.threatAction == nil
                ? "threatIntelMode of policy \(snapshot.policyName) is Off"
                : "threatIntelWhitelist allows it, or it belongs to the firewall's own network"
        }
        return report
    }
}

extension ThreatFeedRow {
    init(_ state: FeedState, at time: Double) {
        let feed = state.feed
        let list = state.reading?.list
        self.init(
            name: feed.name, source: "\(feed.source)", format: feed.format.rawValue, category: feed.category,
            entries: list?.count ?? 0, addresses: list?.addressCount ?? 0, names: list?.nameCount ?? 0,
            urls: list?.urlCount ?? 0, skipped: state.reading?.skipped ?? FeedReading.Skipped(),
            age: state.fetchedAt.map { max(0, time - $0) }, error: state.error?.description, fetches: state.fetches,
            failures: state.failures, heldBack: state.heldBack?.description,
            nextFetch: state.triedAt.map { max(0, $0 + state.delay - time) })
    }
}
