import Foundation
import Logging
import MoatGateway
import MoatModel
import MoatPolicy

/// Holds what is in force and changes it: validate, compile, store, put in force, in this
/// order and one change at a time. A change that fails anywhere leaves everything as it
/// was.
actor Controller {
    /// The firewall that is carried out here.
    nonisolated let firewall: String
    nonisolated let startedAt: Date
    nonisolated let dataPlane: any DataPlane

    let store: StateStore
    let serviceTags: ServiceTagCatalog?
    let fqdnTags: FQDNTagCatalog
    /// Nil where there is no threat intelligence.
    nonisolated let threats: ThreatIntelligence?
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    let logger: Logger
    let gate = SerialGate()

    var numbering: RuleNumbering
    var current: InForce?
    var pending: PendingConfirmation?
    private var expiry: Task<Void, Never>?

    /// How long to wait before trying again to take back an unconfirmed version.
    private static let retryDelay = Duration.seconds(5)

    init(
        store: StateStore, dataPlane: any DataPlane, firewall: String, serviceTags: ServiceTagCatalog? = nil,
        fqdnTags: FQDNTagCatalog = FQDNTagCatalog(), threats: ThreatIntelligence? = nil,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date = { Date() },
        logger: Logger
    ) throws {
        self.store = store
        self.dataPlane = dataPlane
        self.firewall = firewall
        self.serviceTags = serviceTags
        self.fqdnTags = fqdnTags
        self.threats = threats
        self.clock = clock
        self.now = now
        self.logger = logger
        self.numbering = try store.ruleNumbering()
        self.startedAt = now()
    }

    /// What is in force.
    ///
    /// - Throws: `APIError` before `start` is through.
    var inForce: InForce {
        get throws {
            guard let current else { throw APIError(.unavailable, "the daemon is starting; try again in a moment") }
            return current
        }
    }

    /// Puts the newest version in force. A version whose confirmation did not come while
    /// the daemon was away is rolled back first.
    func start() async throws {
        try await gate.run { try await self.load() }
    }

    private func load() async throws {
        var waiting = try store.pendingConfirmation()
        if let expired = waiting, expired.deadline <= now() {
            try storeExpired(expired)
            waiting = nil
        }
        let version = try store.newestVersion()?.number ?? 0
        let documents = try store.documents(ofVersion: version)
        let resources = try ResourceCoding.resources(documents)
        let compiled: Compiled
        do {
            compiled = try compile(resources)
        } catch let error as APIError {
            throw APIError(
                error.code,
                "the stored version \(version) cannot be put in force (\(error.message)); start it with the moat and the --service-tags it was applied with",
                issues: error.issues)
        }
        // Before the first flow is let in: what was listed before the restart is listed now.
        await threats?.configure(resources.threatIntelFeeds, compiled.snapshot.threatDetection)
        _ = try await dataPlane.apply(compiled.snapshot)
        numbering = compiled.numbering
        current = InForce(
            version: version, since: now(), resources: resources, documents: documents, snapshot: compiled.snapshot,
            isDefined: compiled.isDefined)
        if let waiting { waitForConfirmation(waiting) }
        logger.info(
            "in force",
            metadata: ["firewall": "\(firewall)", "version": "\(version)", "defined": "\(compiled.isDefined)"])
    }

    private func storeExpired(_ expired: PendingConfirmation) throws {
        let before = try ResourceCoding.resources(store.documents(ofVersion: expired.version))
        let after = try ResourceCoding.resources(store.documents(ofVersion: expired.previous))
        let changes = ChangeList(from: before, to: after, keys: Set((before.all + after.all).map(\.key)))
        let version = try store.commit(
            .restored(expired.previous), by: ChangeOrder.daemon, comment: Self.expiryComment(expired),
            summary: changes.summary, at: now())
        logger.warning(
            "version not confirmed in time; the one before comes back",
            metadata: ["unconfirmed": "\(expired.version)", "version": "\(version.number)"])
    }

    // MARK: Confirmation

    /// Rolls back at the deadline unless `stopWaiting` comes first.
    func waitForConfirmation(_ waiting: PendingConfirmation) {
        pending = waiting
        expiry?.cancel()
        let seconds = max(waiting.deadline.timeIntervalSince(now()), 0)
        expiry = Task { [clock] in
            var delay = Duration.seconds(seconds)
            repeat {
                do { try await clock.sleep(for: delay) } catch { return }
                delay = Self.retryDelay
            } while await !self.expire(waiting)
        }
    }

    func stopWaiting() {
        expiry?.cancel()
        expiry = nil
        pending = nil
    }

    /// False where it must be tried again.
    private func expire(_ waiting: PendingConfirmation) async -> Bool {
        do {
            try await gate.run { try await self.takeBack(waiting) }
            return true
        } catch {
            logger.critical(
                "an unconfirmed version cannot be taken back",
                metadata: ["version": "\(waiting.version)", "error": "\(error)"])
            return false
        }
    }

    private func takeBack(_ waiting: PendingConfirmation) async throws {
        // The confirmation may have come while this waited for its turn.
        guard pending == waiting else { return }
        let order = ChangeOrder(by: ChangeOrder.daemon, comment: Self.expiryComment(waiting))
        let report = try await restore(waiting.previous, order)
        logger.warning(
            "version not confirmed in time; the one before is back",
            metadata: ["unconfirmed": "\(waiting.version)", "version": "\(report.version)"])
    }

    private static func expiryComment(_ waiting: PendingConfirmation) -> String {
        "version \(waiting.version) not confirmed; back to \(waiting.previous)"
    }
}
