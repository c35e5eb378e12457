import Foundation
import Logging
import MoatGateway
import MoatModel
import MoatPolicy
import MoatThreatIntel

/// Keeps the threat lists: fetches the feeds, keeps the last good list of each, takes in the
/// sources that the gate found scanning, and puts all of it in force.
actor ThreatIntelligence {
    /// Shortest time between two lists put in force because of observed sources, so that a storm
    /// of scanners does not keep the machine busy with them.
    private static let observedInterval = Duration.milliseconds(200)

    private let files: FeedFiles
    private let dataPlane: any DataPlane
    let watch: SourceWatch?
    private let fetcher: any FeedFetching
    private let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    private let logger: Logger

    var states: [String: FeedState] = [:]
    private var validators: [String: FeedValidators] = [:]
    private var fetches: [String: Task<Void, Never>] = [:]
    private var expiry: Task<Void, Never>?
    private var watching: Task<Void, Never>?
    var observed = ObservedSources()
    private var fetched = ThreatIndex.empty
    private(set) var lists = ThreatLists.none
    /// Counts the changes of lists, so that an index that is late is not put in force.
    private var turn = 0

    init(
        directory: String, dataPlane: any DataPlane, watch: SourceWatch?, fetcher: any FeedFetching = FeedFetcher(),
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date = { Date() },
        logger: Logger
    ) {
        files = FeedFiles(directory: directory)
        self.dataPlane = dataPlane
        self.watch = watch
        self.fetcher = fetcher
        self.clock = clock
        self.now = now
        self.logger = logger
    }

    var time: UInt32 { UInt32(clamping: Int64(now().timeIntervalSince1970)) }

    // MARK: Configuration

    /// Takes the feeds of a configuration. Lists that were kept over a restart are in force when
    /// this returns; new feeds are fetched in the background.
    func configure(_ feeds: [String: ThreatIntelFeed], _ thresholds: FirewallPolicy.ThreatDetection) async {
        watch?.set(thresholds)
        takeFindings()
        // Who no longer asks for scanners does not mean to keep those that were found.
        let clearsScans = thresholds.portScan == nil && observed.clear(.scan)
        let clearsAttempts = thresholds.bruteForce == nil && observed.clear(.bruteForce)
        var hasChanged = clearsScans || clearsAttempts
        for name in states.keys where feeds[name] == nil {
            remove(name)
            hasChanged = true
        }
        for (name, feed) in feeds.sorted(by: { $0.key < $1.key }) where states[name]?.feed != feed {
            if var state = states[name] {
                state.change(to: feed)
                states[name] = state
                validators[name] = nil
                waiting[name] = nil
            } else {
                states[name] = await restored(feed)
            }
            hasChanged = true
            startFetching(name)
        }
        if hasChanged { await publishFetched() }
    }

    private func remove(_ name: String) {
        fetches.removeValue(forKey: name)?.cancel()
        states[name] = nil
        validators[name] = nil
        waiting[name] = nil
        files.remove(name)
        logger.info("threat feed removed", metadata: ["feed": "\(name)"])
    }

    private func restored(_ feed: ThreatIntelFeed) async -> FeedState {
        var state = FeedState(feed)
        guard let (body, description) = files.load(feed.name, limit: feed.maximumBytes),
            let reading = try? await Self.read(body, feed, time)
        else { return state }
        state.restore(reading, fetchedAt: description.fetchedAt)
        validators[feed.name] = description.validators
        return state
    }

    /// Reading a large list takes a second or so, and must not hold up who asks.
    private static func read(_ body: [UInt8], _ feed: ThreatIntelFeed, _ time: UInt32) async throws -> FeedReading {
        try await Task.detached(priority: .utility) {
            try body.withUnsafeBytes { try FeedReader.read($0, of: feed, now: time) }
        }.value
    }

    // MARK: Fetching

    private func startFetching(_ name: String) {
        fetches[name]?.cancel()
        fetches[name] = Task { [clock] in
            while !Task.isCancelled {
                await self.fetch(name)
                guard let delay = self.states[name]?.delay else { return }
                do { try await clock.sleep(for: .seconds(delay)) } catch { return }
            }
        }
    }

    /// Fetches a feed now, and waits for what comes of it.
    func fetch(_ name: String) async {
        guard let feed = states[name]?.feed else { return }
        do {
            switch try await fetcher.fetch(feed, known: states[name]?.heldBack == nil ? validators[name] : nil) {
            case .unchanged:
                states[name]?.unchanged(at: now().timeIntervalSince1970)
                try? files.touch(name, at: now().timeIntervalSince1970)
                // The same entries: only their age is new.
                await putInForce()
            case .body(let body, let newValidators):
                let reading = try await Self.read(body, feed, time)
                guard !Task.isCancelled, states[name]?.feed == feed else { return }
                await take(reading, body, newValidators, of: name)
            }
        } catch {
            guard !Task.isCancelled, !(error is CancellationError) else { return }
            fail(name, error as? FeedError ?? FeedError("\(error)"))
        }
    }

    private func take(_ reading: FeedReading, _ body: [UInt8], _ newValidators: FeedValidators, of name: String) async {
        let time = now().timeIntervalSince1970
        let wasFailing = states[name]?.error != nil
        let before = states[name]?.heldBack
        switch states[name]?.fetched(reading, at: time) {
        case .taken?:
            validators[name] = newValidators
            keep(body, newValidators, of: name, at: time)
            if wasFailing || before != nil || states[name]?.fetches == 1 {
                logger.info(
                    "threat feed in force", metadata: ["feed": "\(name)", "entries": "\(reading.list.count)"])
            }
            await publishFetched()
        case .heldBack(let held)?:
            waiting[name] = (body, newValidators)
            guard before != held else { return }
            logger.warning(
                "threat feed held back: it \(held.description); `moat threat confirm \(name)` takes it",
                metadata: ["feed": "\(name)"])
        case nil: break
        }
    }

    /// The bodies of lists that are held back.
    private var waiting: [String: (body: [UInt8], validators: FeedValidators)] = [:]

    private func keep(_ body: [UInt8], _ validators: FeedValidators, of name: String, at time: Double) {
        waiting[name] = nil
        do {
            try files.prepare()
            try files.save(body, FeedFiles.Description(fetchedAt: time, validators: validators), of: name)
        } catch {
            logger.warning(
                "threat feed in force, but not kept for the next start",
                metadata: ["feed": "\(name)", "error": "\(error)"])
        }
    }

    private func fail(_ name: String, _ error: FeedError) {
        guard states[name]?.failed(error, at: now().timeIntervalSince1970) == true else { return }
        let kept = states[name]?.reading.map { "the last good list of \($0.list.count) entries stays" }
        logger.warning(
            "threat feed not taken: \(error)",
            metadata: ["feed": "\(name)", "consequence": "\(kept ?? "it has no list yet")"])
    }

    /// Takes the list that is held back.
    /// - Throws: `APIError` where there is none
    func confirm(_ name: String) async throws {
        guard states[name] != nil else { throw notFound(name) }
        guard let held = waiting[name], states[name]?.confirm(at: now().timeIntervalSince1970) == true else {
            throw APIError(.conflict, "nothing of feed \(name) waits for confirmation")
        }
        validators[name] = held.validators
        keep(held.body, held.validators, of: name, at: now().timeIntervalSince1970)
        logger.info("threat feed confirmed", metadata: ["feed": "\(name)"])
        await publishFetched()
    }

    func notFound(_ name: String) -> APIError {
        let known = states.keys.sorted().joined(separator: ", ")
        return APIError(
            .notFound, "there is no feed \(name); \(known.isEmpty ? "none is declared" : "there are \(known)")")
    }

    // MARK: In force

    /// Makes one index of all lists and puts it in force. The one before judges until then.
    private func publishFetched() async {
        turn += 1
        let mine = turn
        let time = time
        let all = states.sorted { $0.key < $1.key }.compactMap { $0.value.reading?.list }
        let index = await Task.detached(priority: .utility) { ThreatIndex(all, at: time) }.value
        // Another one began later and knows more.
        guard mine == turn else { return }
        fetched = index
        await putInForce()
        awaitExpiry()
    }

    private func putInForce() async {
        let feeds = states.values.compactMap { state in
            state.reading.map {
                ThreatLists.Feed(name: state.feed.name, entries: $0.list.count, fetchedAt: state.fetchedAt ?? 0)
            }
        }
        let isEmpty = feeds.isEmpty && observed.nextEnd == nil
        lists =
            isEmpty
            ? .none
            : ThreatLists(
                feeds: feeds.sorted { $0.name < $1.name }, fetched: fetched,
                observed: ThreatIndex(observed.lists, at: time))
        do {
            let (_, cut) = try await dataPlane.watch(lists)
            if cut > 0 { logger.info("threat lists changed", metadata: ["flows cut": "\(cut)"]) }
        } catch {
            logger.warning("live flows could not be judged by the new threat lists", metadata: ["error": "\(error)"])
        }
    }

    /// Each entry ends at its own time.
    private func awaitExpiry() {
        expiry?.cancel()
        let time = time
        let next = states.values.compactMap { $0.reading?.list.nextExpiry(after: time) }.min()
        guard let next else { return }
        // Never more often than once a minute: many entries may end one after the other.
        let delay = max(60, Double(next) - now().timeIntervalSince1970)
        expiry = Task { [clock] in
            do { try await clock.sleep(for: .seconds(delay)) } catch { return }
            await self.publishFetched()
        }
    }

    // MARK: Observed sources

    private func takeFindings() {
        guard watching == nil, let watch else { return }
        watching = Task { [clock, findings = watch.findings] in
            let ends = Task {
                while !Task.isCancelled {
                    do { try await clock.sleep(for: .seconds(1)) } catch { return }
                    await self.expireObserved()
                }
            }
            defer { ends.cancel() }
            for await finding in findings {
                await self.take(finding)
                try? await clock.sleep(for: Self.observedInterval)
            }
        }
    }

    private func take(_ finding: SourceDetector.Finding) async {
        let isNew = observed.end(of: finding.source, finding.kind) == nil
        observed.add(finding, now: time)
        if isNew {
            logger.notice(
                "source listed: \(finding.kind.description)",
                metadata: [
                    "source": "\(finding.source)", "feed": "\(finding.kind.feed)", "for": "\(finding.duration)",
                ])
        }
        await putInForce()
    }

    private func expireObserved() async {
        if observed.expire(now: time) { await putInForce() }
    }

    /// Ends all that runs.
    func stop() {
        for task in fetches.values { task.cancel() }
        expiry?.cancel()
        watching?.cancel()
    }
}
