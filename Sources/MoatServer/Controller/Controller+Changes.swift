import Foundation
import Logging
import MoatGateway
import MoatModel
import MoatPolicy

extension Controller {
    /// Sets resources, each given as JSON: new ones are added, those with a known key are
    /// replaced, all others stay.
    func apply(_ documents: [Data], _ order: ChangeOrder) async throws -> ApplyReport {
        try await gate.run { try await self.applyAlone(documents, order) }
    }

    private func applyAlone(_ documents: [Data], _ order: ChangeOrder) async throws -> ApplyReport {
        let current = try inForce
        if let time = order.confirmWithin, !ChangeOrder.confirmationTimes.contains(time) {
            throw APIError(.badRequest, "the time in which to confirm is 1 second to 24 hours")
        }
        guard order.dryRun || order.assumed.isEmpty else {
            throw APIError(.badRequest, "'assume' is for dry runs only")
        }
        if !order.dryRun { try refuseWhilePending() }
        return try await change(to: try candidate(documents, from: current), order)
    }

    /// Removes a resource.
    func delete(_ key: ResourceKey, _ order: ChangeOrder) async throws -> ApplyReport {
        try await gate.run { try await self.deleteAlone(key, order) }
    }

    private func deleteAlone(_ key: ResourceKey, _ order: ChangeOrder) async throws -> ApplyReport {
        let current = try inForce
        try refuseWhilePending()
        guard current.resources[key] != nil else { throw Self.notFound(key) }
        var candidate = Candidate(
            resources: current.resources, documents: current.documents, content: .changed(set: [:], removed: [key]),
            changedKeys: [key])
        candidate.resources.remove(key)
        candidate.documents[key] = nil
        return try await change(to: candidate, order)
    }

    /// Makes a new version with the content of an earlier one. Takes back a version that
    /// still waits for its confirmation.
    func rollback(to number: Int, _ order: ChangeOrder) async throws -> ApplyReport {
        try await gate.run { try await self.restore(number, order) }
    }

    func restore(_ number: Int, _ order: ChangeOrder) async throws -> ApplyReport {
        let current = try inForce
        let documents = try store.documents(ofVersion: number)
        let keys = Set(documents.keys).union(current.documents.keys)
        let candidate = Candidate(
            resources: try ResourceCoding.resources(documents), documents: documents, content: .restored(number),
            changedKeys: keys.filter { documents[$0] != current.documents[$0] })
        return try await change(to: candidate, order)
    }

    /// Keeps the version that waits for its confirmation.
    func confirm() async throws -> ConfirmReport {
        try await gate.run { try await self.confirmAlone() }
    }

    private func confirmAlone() throws -> ConfirmReport {
        guard let pending else {
            throw APIError(
                .conflict, "nothing waits for confirmation; version \(try inForce.version) stays in force")
        }
        try store.confirm()
        stopWaiting()
        logger.info("confirmed", metadata: ["version": "\(pending.version)"])
        return ConfirmReport(version: pending.version)
    }

    private func refuseWhilePending() throws {
        guard let pending else { return }
        let left = max(Int(pending.deadline.timeIntervalSince(now()).rounded(.up)), 0)
        throw APIError(
            .conflict,
            "version \(pending.version) waits for confirmation, \(left) s more; keep it with `moat confirm` or take it back with `moat rollback \(pending.previous)`, then try again"
        )
    }

    static func notFound(_ key: ResourceKey) -> APIError {
        APIError(.notFound, "there is no \(key); `moat get \(key.kind.rawValue)` lists those that are")
    }
}

// MARK: - One change

extension Controller {
    /// The configuration with some resources set. A resource that comes exactly as it is
    /// stored is not read again: of a large policy only what differs costs time.
    private func candidate(_ documents: [Data], from current: InForce) throws -> Candidate {
        let unchanged = Set(current.documents.values)
        var candidate = Candidate(
            resources: current.resources, documents: current.documents, content: .changed(set: [:], removed: []),
            changedKeys: [])
        var set: [ResourceKey: Data] = [:]
        var issues: [ManifestIssue] = []
        for document in documents where !unchanged.contains(document) {
            do {
                let resource = try ResourceCoding.resource(document)
                guard set[resource.key] == nil else {
                    issues.append(
                        ManifestIssue(
                            resource: resource.key, object: resource.key.description,
                            message: "stands twice in one apply", hint: "keep one of them"))
                    continue
                }
                set[resource.key] = ResourceCoding.document(resource)
                candidate.resources.set(resource)
            } catch let error as APIError {
                issues += error.issues
            }
        }
        try refuse(issues)
        set = set.filter { current.documents[$0.key] != $0.value }
        candidate.documents.merge(set) { _, new in new }
        candidate.content = .changed(set: set, removed: [])
        candidate.changedKeys = Set(set.keys)
        return candidate
    }

    private func change(to candidate: Candidate, _ order: ChangeOrder) async throws -> ApplyReport {
        let current = try inForce
        guard !candidate.changedKeys.isEmpty else {
            return ApplyReport(
                version: current.version, previous: current.version, dryRun: order.dryRun,
                notice: notice(isDefined: current.isDefined, current.resources))
        }
        let compiled = try compile(candidate.resources, assuming: order.assumed)
        let changes = ChangeList(from: current.resources, to: candidate.resources, keys: candidate.changedKeys)
        var report = ApplyReport(
            version: current.version + 1, previous: current.version, dryRun: order.dryRun, summary: changes.summary,
            changes: changes.changes, notice: notice(isDefined: compiled.isDefined, candidate.resources))
        guard !order.dryRun else { return report }

        let time = now()
        let deadline = order.confirmWithin.map { time.addingTimeInterval($0.inSeconds) }
        let version = try store.commit(
            candidate.content, by: order.by, comment: order.comment, summary: changes.summary, at: time,
            numbering: compiled.numbering, confirmation: deadline)
        numbering = compiled.numbering
        let preparation = ContinuousClock.now - order.arrival
        let outcome = try await putInForce(compiled.snapshot, version, current)
        self.current = InForce(
            version: version.number, since: now(), resources: candidate.resources, documents: candidate.documents,
            snapshot: compiled.snapshot, isDefined: compiled.isDefined)
        await threats?.configure(candidate.resources.threatIntelFeeds, compiled.snapshot.threatDetection)
        stopWaiting()
        if let deadline {
            waitForConfirmation(
                PendingConfirmation(version: version.number, previous: current.version, deadline: deadline))
        }
        report.version = version.number
        report.outcome = outcome
        report.inForceMilliseconds = preparation.inSeconds * 1000 + outcome.inForceMilliseconds
        report.confirmWithin = order.confirmWithin?.inSeconds
        logger.info(
            "in force",
            metadata: [
                "version": "\(version.number)", "by": "\(order.by)", "comment": "\(order.comment)",
                "flows cut": "\(outcome.flowsCut)",
            ])
        return report
    }

    private func putInForce(_ snapshot: Snapshot, _ version: StateVersion, _ current: InForce) async throws
        -> ApplyOutcome
    {
        do {
            return try await dataPlane.apply(snapshot)
        } catch {
            logger.error("the gate refused a version", metadata: ["version": "\(version.number)", "error": "\(error)"])
            try store.withdraw(version.number, restoring: pending)
            throw APIError(
                .dataPlane,
                "the gate refused the change: \(error). Nothing was applied; version \(current.version) stays in force."
            )
        }
    }

    func refuse(_ issues: [ManifestIssue]) throws {
        guard !issues.isEmpty else { return }
        let errors = issues.count == 1 ? "1 error" : "\(issues.count) errors"
        throw APIError(
            .invalid, "\(errors). Nothing was applied; version \(current?.version ?? 0) stays in force.",
            issues: issues.sorted())
    }
}
