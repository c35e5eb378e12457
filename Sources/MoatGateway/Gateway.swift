import Foundation
public import Logging
import MoatKernel
public import MoatLogs
import MoatModel
public import MoatPolicy
import Synchronization

/// The data plane: judges the first packet of every flow between a public and a private
/// interface, and lets the kernel carry the decision out.
///
/// Needs CAP_NET_ADMIN. Belongs to the network namespace in which it was made. When it goes
/// away, in whatever way, live flows go on and new ones are dropped; the table stays.
public final class Gateway: DataPlane {
    private let configuration: GatewayConfiguration
    private let layout: MarkLayout
    private let skeleton: GatewaySkeleton
    private let ruleset: NftablesRuleset
    private let shared: QueueWorker.Shared
    private let logs: LogWriter
    private let logger: Logger
    private let maps = Mutex(TranslationMaps())
    private let names = RuleNames()
    private let cutter: ConntrackCutter
    private let loadBalancer: KernelLoadBalancer?
    /// Changes are made one at a time, off the threads that serve the API.
    private let changes = DispatchQueue(label: "moat.gateway.changes")
    /// Listings of conntrack's table block, and must not hold changes up.
    private let listings = DispatchQueue(label: "moat.gateway.listings")

    /// Installs the table and begins to judge. Until the first `apply`, every new flow is
    /// dropped and counted.
    /// - Parameters:
    ///   - configuration: how it sits on its machine
    ///   - inForce: the snapshot that judges, shared with the proxies; `apply` replaces it
    ///   - counters: likewise shared
    ///   - logs: gets a record of every decision
    ///   - loadBalancer: the one on this machine, which takes flows of DNAT rules that lead to its
    ///     addresses straight to a backend
    ///   - logger: for what people should know
    ///   - observe: gets what is refused and let in from outside, where the policy looks for
    ///     scanners and password guessing; called by the threads of the queues, and must not block
    /// - Throws: `KernelError` for a missing interface, feature or privilege; then nothing was
    ///   changed, or what was changed lets nothing new through.
    public init(
        _ configuration: GatewayConfiguration, inForce: SnapshotInForce, counters: RuleCounterTable, logs: LogWriter,
        loadBalancer: KernelLoadBalancer? = nil, logger: Logger,
        observe: @escaping @Sendable ([ThreatObservation]) -> Void = { _ in }
    ) throws {
        let layout = try MarkLayout(configuration)
        guard (1...32).contains(configuration.queuesPerSide) else {
            throw KernelError(.refused, "\(configuration.queuesPerSide) queues a side will not do: 1 to 32")
        }
        self.configuration = configuration
        self.loadBalancer = loadBalancer
        self.shared = QueueWorker.Shared(snapshot: inForce, counters: counters, observe: observe)
        self.layout = layout
        self.logs = logs
        self.logger = logger
        self.ruleset = try NftablesRuleset()
        let probe = try KernelProbe(ruleset, configuration)
        self.cutter = try ConntrackCutter()
        self.skeleton = GatewaySkeleton(
            configuration: configuration, layout: layout, hasQueueStatement: probe.hasQueueStatement,
            hasLogStatement: probe.hasLogStatement)
        // Queues before rules: a second daemon on the same queues fails here and has changed nothing.
        try startWorkers()
        try ruleset.run(skeleton.commands())
        if probe.hasQueueStatement {
            logger.info("new flows reach the queues by nftables")
        } else {
            logger.info("this kernel's nftables has no queue statement; new flows reach the queues by iptables")
            try IptablesQueueRule.install(skeleton.iptablesRules)
        }
        try skeleton.localDelivery.install()
        // Last, so that nothing is forwarded before the table stands.
        try GatewaySysctls.apply()
    }

    private func startWorkers() throws {
        for (side, queues) in [(Flow.Side.private, skeleton.privateQueues), (.public, skeleton.publicQueues)] {
            let worker = QueueWorker(side: side, shared: shared, layout: layout, logs: logs)
            for queue in queues {
                try WorkerThread.start(name: "moat-\(side.rawValue)-\(queue)") {
                    // The inside comes first when the machine is busy: a flood at the public
                    // address must not take the processor from it. The private side is not
                    // raised above the rest of the machine, or each first packet would preempt
                    // whoever works, and none would be judged in batches.
                    if side == .public { Scheduling.setNice(5) }
                    return try PacketQueue(number: queue)
                } body: { [logger] queue in
                    do {
                        try worker.run(queue)
                    } catch {
                        logger.critical("packet queue \(queue.number) failed: \(error)")
                        // Without this queue its share of new flows is dropped for good; a
                        // restart by the service manager takes well under a second.
                        exit(70)
                    }
                }
            }
        }
        try startLossWatch()
        let recording = RecordingThreads(shared: shared, layout: layout, logs: logs, logger: logger)
        try recording.startAccounting(names: names, cutter: cutter.port)
        try recording.startFatFlows(every: configuration.fatFlowInterval)
        if skeleton.hasLogStatement {
            try recording.startTracing(group: skeleton.traceGroup)
        } else {
            logger.warning(
                "unexpected TCP packets make no records: this kernel's nftables has no log statement (CONFIG_NFT_LOG, CONFIG_NETFILTER_NETLINK_LOG)"
            )
        }
    }

    private func startLossWatch() throws {
        let watch = LossWatch(ruleset, skeleton, logger)
        try WorkerThread.start(name: "moat-losses") {
            watch
        } body: { [shared] watch in
            var watch = watch
            while !shared.isStopping.load(ordering: .relaxed) {
                Thread.sleep(forTimeInterval: 1)
                watch.look()
            }
        }
    }

    /// Stops judging. Live flows go on; new ones are dropped by the kernel from now on.
    public func stop() {
        shared.isStopping.store(true, ordering: .relaxed)
    }

    // MARK: - DataPlane

    public func apply(_ snapshot: Snapshot) async throws -> ApplyOutcome {
        try await run(on: changes) { [self] in
            let clock = ContinuousClock()
            let start = clock.now
            if let largest = snapshot.rules.lazy.map(\.identity.number).max(), largest > layout.largestRuleNumber {
                throw KernelError(
                    .refused,
                    "rule number \(largest) does not fit the mark mask 0x\(String(layout.mask, radix: 16)); start moat with a wider --mark-mask"
                )
            }
            try refusePortsOfItsOwn(snapshot)
            let old = maps.withLock { $0 }
            let new = TranslationMaps(snapshot, layout)
            if let additions = new.additions(to: old) { try ruleset.run(additions) }
            // Flows of either snapshot's rules find their backends while one replaces the other.
            try loadBalancer?.follow(old.backends.merging(new.backends) { $1 })
            let judging = shared.snapshot.replace(with: snapshot)
            maps.withLock { $0 = new }
            let inForce = clock.now - start
            names.replace(with: snapshot.rules.map(\.identity))
            shared.snapshot.waitForReaders()
            let (judged, cut) = try judgeLiveFlows(by: judging)
            if let removals = new.removals(from: old) {
                do {
                    try ruleset.run(removals)
                } catch {
                    // Harmless: no flow will carry these numbers again. But it must not go unseen.
                    logger.warning("targets of removed DNAT rules stay in the kernel: \(error)")
                }
            }
            do {
                try loadBalancer?.follow(new.backends)
            } catch {
                logger.warning("removed DNAT rules stay in the load balancer's maps: \(error)")
            }
            return ApplyOutcome(
                inForceMilliseconds: inForce / .milliseconds(1), flowsJudged: judged, flowsCut: cut)
        }
    }

    /// A port that administrators use is never handed on: the DNAT rule would not get to see
    /// its flows, and without the management access it would lock the administrator out.
    private func refusePortsOfItsOwn(_ snapshot: Snapshot) throws(KernelError) {
        for rule in snapshot.rules {
            guard case .nat(let nat) = rule.source, nat.ipProtocols.contains(where: { $0 == .tcp || $0 == .any }),
                let access = configuration.management.first(where: { access in
                    nat.destinationPorts.contains { $0.contains(access.port) }
                })
            else { continue }
            throw KernelError(
                .refused,
                "\(rule.identity): TCP port \(access.port) is used by the firewall itself (--management \(access.source):\(access.port)); translate another port"
            )
        }
    }

    /// Judges the live flows again by what is in force: after the threat lists have changed.
    /// - Returns: how many were judged, and how many cut because they are now denied
    public func judgeLiveFlowsAgain() async throws -> (judged: Int, cut: Int) {
        try await run(on: changes) { [self] in
            guard let judging = shared.snapshot.current else { return (0, 0) }
            shared.snapshot.waitForReaders()
            return try judgeLiveFlows(by: judging)
        }
    }

    /// Cuts the live flows that the snapshot denies, or would send to another server. What the
    /// egress proxy has taken over is its own to judge: it knows the names.
    private func judgeLiveFlows(by snapshot: Snapshot) throws -> (judged: Int, cut: Int) {
        let table = ConntrackTable()
        var judged = 0
        var denied: [ConntrackEntry] = []
        try table.forEach { entry in
            guard let fields = layout.fields(of: entry.mark), fields.ruleNumber != RuleNumbering.managementRule,
                fields.ruleNumber != RuleNumbering.proxiedFlows
            else { return }
            judged += 1
            let decision = evaluate(Flow(entry.original, side: fields.side), snapshot)
            if decision.verdict != .allow || !leads(decision, where: entry) { denied.append(entry) }
        }
        return (judged, try cutter.cut(denied))
    }

    /// Whether a decision sends a flow to where it is: to the target of its DNAT rule or where
    /// the client meant it to, or to a backend where that is an address of the load balancer.
    private func leads(_ decision: Decision, where entry: ConntrackEntry) -> Bool {
        if decision.translation == entry.translatedDestination { return true }
        guard let loadBalancer, let place = entry.translatedDestination else { return false }
        var target = decision.translation
        if target == nil, case .v4(let address) = entry.original.destination {
            target = Decision.Translation(address: address, port: entry.original.destinationPort)
        }
        guard let target else { return false }
        let key = LoadBalancerFrontend.Key(
            address: target.address, port: target.port, protocol: entry.original.ipProtocol)
        return loadBalancer.leads(key, to: LoadBalancerBackend(address: place.address, port: place.port))
    }

    public func liveFlows() async throws -> [LiveFlow] {
        try await run(on: listings) { [layout] in
            let now = Date()
            var flows: [LiveFlow] = []
            try ConntrackTable().forEach { entry in
                if let flow = LiveFlow(entry, layout, now: now) { flows.append(flow) }
            }
            return flows
        }
    }

    public func counters() async throws -> [UInt32: RuleCounters] {
        try await run(on: listings) { [shared, layout] in
            var counters = shared.counters.counters()
            try ConntrackTable().forEach { entry in
                guard let fields = layout.fields(of: entry.mark) else { return }
                counters[fields.ruleNumber, default: RuleCounters()].packets +=
                    entry.originalCounters.packets + entry.replyCounters.packets
                counters[fields.ruleNumber, default: RuleCounters()].bytes +=
                    entry.originalCounters.bytes + entry.replyCounters.bytes
            }
            return counters
        }
    }

    public func status() async -> DataPlaneStatus {
        var losses = LossWatch(ruleset, skeleton, logger).losses()
        losses.merge(logs.losses) { $1 }
        losses["packets with unreadable headers"] = shared.malformed.load(ordering: .relaxed)
        losses["packets before there was a policy"] = shared.withoutPolicy.load(ordering: .relaxed)
        losses["unexpected packets not traced, copies lost"] = shared.lostTraces.load(ordering: .relaxed)
        losses["fat flows beyond the \(FatFlowSampler.maximumRecords) fastest"] =
            shared.unrecordedFatFlows.load(ordering: .relaxed)
        losses["accounting events lost"] = shared.lostEvents.load(ordering: .relaxed)
        return DataPlaneStatus(
            queueRule: skeleton.hasQueueStatement ? "nftables" : "iptables",
            publicInterface: configuration.publicInterface, privateInterface: configuration.privateInterface,
            queuesPerSide: configuration.queuesPerSide, judged: shared.judged.load(ordering: .relaxed),
            losses: losses)
    }

    /// Runs what blocks on a queue of its own, so that the threads of Swift's pool stay free.
    private func run<Value: Sendable>(
        on queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try body() })
            }
        }
    }
}
