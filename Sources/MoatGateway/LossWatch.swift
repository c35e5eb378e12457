import Foundation
import Logging
import MoatKernel

/// Watches for what is dropped before anyone judges it, and says so in the daemon's log:
/// once when it begins, with the sources where they are known, and not again while it
/// lasts.
struct LossWatch {
    private let ruleset: any Ruleset
    private let skeleton: GatewaySkeleton
    private let logger: Logger
    private var overflowed: UInt64 = 0
    private var evicted: UInt64
    private var reported: [String: Date] = [:]

    private static let evictions = "unanswered flows evicted, connection table full"

    init(_ ruleset: any Ruleset, _ skeleton: GatewaySkeleton, _ logger: Logger) {
        self.ruleset = ruleset
        self.skeleton = skeleton
        self.logger = logger
        // The kernel goes on counting across daemons.
        evicted = ConntrackStatistics.current()?.evicted ?? 0
    }

    /// The counts, by the name under which `moat status` shows them.
    func losses() -> [String: UInt64] {
        var losses: [String: UInt64] = [:]
        let counters = (try? NamedCounters().packets(table: GatewaySkeleton.tableName)) ?? [:]
        losses["invalid packets"] = counters["invalid"] ?? 0
        losses["unexpected packets not traced, over the limit"] = counters["untraced"] ?? 0
        losses["spoofed sources"] = counters["spoofed"] ?? 0
        losses["new flows over the rate limit"] = counters["limited"] ?? 0
        losses["forwarded packets of flows never judged"] = counters["not_judged"] ?? 0
        for (side, queues) in [("public", skeleton.publicQueues), ("private", skeleton.privateQueues)] {
            let statistics = PacketQueueStatistics.current().filter { queues.contains($0.number) }
            losses["queue overflow, \(side) side"] = statistics.reduce(0) { $0 + $1.dropped + $1.undelivered }
        }
        let conntrack = ConntrackStatistics.current()
        losses["packets that could not be tracked"] = conntrack?.dropped ?? 0
        losses[Self.evictions] = conntrack?.evicted ?? 0
        return losses
    }

    /// Looks once; called every second.
    mutating func look() {
        let losses = losses()
        let overflow = losses.filter { $0.key.hasPrefix("queue overflow") }.values.reduce(0, +)
        if overflow > overflowed, isNews("overflow") {
            logger.warning("packet queue overflow: \(overflow - overflowed) new flows were dropped unjudged")
        }
        overflowed = max(overflow, overflowed)
        let evictions = losses[Self.evictions, default: 0]
        if evictions > evicted, isNews(Self.evictions) {
            logger.warning(
                "the connection table is full: \(evictions - evicted) flows without an answer made room for new ones; sysctl net.netfilter.nf_conntrack_max sets its size"
            )
        }
        evicted = max(evictions, evicted)
        guard losses["new flows over the rate limit", default: 0] > 0 else { return }
        for source in (try? limitedSources()) ?? [] where isNews(source.address) {
            logger.warning(
                "\(source.address) opens new flows faster than \(skeleton.configuration.newFlowsPerSource) a second and is limited",
                metadata: ["dropped": "\(source.packets)"])
        }
    }

    /// The same thing is news again after a minute of quiet.
    private mutating func isNews(_ key: String) -> Bool {
        let now = Date()
        reported = reported.filter { now.timeIntervalSince($0.value) < 60 }
        defer { reported[key] = now }
        return reported[key] == nil
    }

    private func limitedSources() throws -> [(address: String, packets: UInt64)] {
        var sources: [(String, UInt64)] = []
        for family in ["ipv4", "ipv6"] {
            for set in try ruleset.objects("list set \(GatewaySkeleton.table) limited_\(family)", "set") {
                for element in set["elem"] as? [[String: Any]] ?? [] {
                    guard let fields = element["elem"] as? [String: Any], let address = fields["val"] as? String else {
                        continue
                    }
                    let counter = fields["counter"] as? [String: Any]
                    sources.append((address, (counter?["packets"] as? NSNumber)?.uint64Value ?? 0))
                }
            }
        }
        return sources
    }
}
