import FoundationEssentials
public import Logging
public import MoatModel

/// Makes Services of type LoadBalancer work: gathers what watches and probes tell, puts frontends in
/// force, and then writes to the Services what they got.
///
/// What is in force only changes with what is told: while the API is away, nothing is told, and
/// traffic goes on, to backends that probes find healthy. Before all lists have come once nothing is
/// put in force, so what an earlier process put there stays until it can be replaced as a whole.
public actor LoadBalancerController {
    var reconciler: LoadBalancerReconciler
    let api: any LoadBalancerAPI
    let times: LoadBalancerTimes
    let logger: Logger
    private let dataPath: any LoadBalancerDataPath
    private let prober: any LoadBalancerProber
    private(set) var leadership = Leadership.unknown
    var statistics = LoadBalancerReport.Statistics()
    private var applyError: String?
    private var applyFailures = 0
    /// What is in force differs from what is planned.
    private var isStale = false
    /// Frontends of this one are in force.
    private var isInForce = false
    /// Whether all that is known of the cluster was planned once.
    private var hasPlanned = false

    private let wake: AsyncStream<Void>
    private let waking: AsyncStream<Void>.Continuation
    var writers: [WriteQueue]

    private static let writerCount = 8

    /// - Parameters:
    ///   - configuration: which Services, which addresses
    ///   - api: what takes writes
    ///   - dataPath: what carries the traffic
    ///   - prober: what asks backends
    ///   - times: how long to wait
    ///   - logger: takes what only an operator can mend
    public init(
        _ configuration: LoadBalancerConfiguration, api: any LoadBalancerAPI, dataPath: any LoadBalancerDataPath,
        prober: any LoadBalancerProber, times: LoadBalancerTimes = LoadBalancerTimes(), logger: Logger
    ) {
        reconciler = LoadBalancerReconciler(configuration)
        self.api = api
        self.dataPath = dataPath
        self.prober = prober
        self.times = times
        self.logger = logger
        (wake, waking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        writers = (0..<Self.writerCount).map { _ in WriteQueue() }
    }

    /// Takes what a watch tells. Its events must come in order.
    public func take(_ change: ClusterChange) {
        statistics.changes += 1
        absorb(change)
    }

    /// Takes what an own write brought.
    func absorb(_ change: ClusterChange) {
        reconciler.take(change)
        waking.yield()
    }

    public func take(_ leadership: Leadership) {
        guard self.leadership != leadership else { return }
        let wasLeading = self.leadership == .leading
        self.leadership = leadership
        if leadership == .leading || wasLeading { reconciler.reconsiderAll() }
        isStale = true
        waking.yield()
    }

    /// Works until the task is cancelled. What is in force stays so.
    public func run() async throws {
        let streams = writers.map(\.stream)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.plan() }
            group.addTask { try await self.prober.run { await self.take($0) } }
            for stream in streams {
                group.addTask {
                    for await key in stream { await self.write(key) }
                }
            }
            defer { group.cancelAll() }
            // None of them ends before it is cancelled.
            try await group.next()
        }
        stopRetries()
        try Task.checkCancellation()
    }

    private func take(_ report: ProbeReport) {
        reconciler.take(report)
        waking.yield()
    }

    private func plan() async throws {
        for await _ in wake {
            try await times.sleep(times.gathering)
            await work()
            if applyFailures > 0 {
                try await times.sleep(min(times.retry(after: applyFailures), .seconds(1)))
                waking.yield()
            }
        }
    }

    private func work() async {
        guard reconciler.isComplete else { return }
        // Addresses that come free are taken by those who wait for them, so one round leads to another.
        var rounds = 0
        while reconciler.hasWork, rounds < 8 {
            rounds += 1
            statistics.plans += 1
            let change = reconciler.reconcile(gives: leadership == .leading)
            if change.frontends { isStale = true }
            if !change.newTargets.isEmpty || !change.goneTargets.isEmpty {
                prober.change(adding: change.newTargets, removing: change.goneTargets)
            }
        }
        hasPlanned = true
        await apply()
        guard leadership == .leading else {
            _ = reconciler.takeEvents()
            return
        }
        for event in reconciler.takeEvents() { api.record(event) }
        if !isStale { enqueueWrites() }
    }

    private func apply() async {
        // Who never led has nothing in force, and does not touch what another process left there.
        guard isStale, leadership == .leading || isInForce else { return }
        var withdraws = false
        if case .following = leadership { withdraws = true }
        isStale = false
        do {
            if withdraws {
                try await dataPath.withdraw()
            } else {
                try await dataPath.apply(reconciler.planner.frontends)
            }
            statistics.applied += 1
            applyError = nil
            applyFailures = 0
            isInForce = !withdraws
        } catch {
            isStale = true
            statistics.applyFailures += 1
            applyFailures += 1
            let text = "\(error)"
            if applyError != text { logger.error("frontends cannot be put in force: \(text)") }
            applyError = text
        }
    }

    /// The Services' wishes for public addresses, once all is known of the cluster and planned; nil
    /// before, when none of them has a place yet.
    public var publicAddresses: [PublicAddressRequest]? {
        hasPlanned ? reconciler.publicAddresses : nil
    }

    /// Tells a Service, named as `namespace/name`, why traffic to a public address does not come to
    /// it. Says nothing where another controller leads.
    /// - Returns: whether it is told
    public func refusePublicAddress(of service: String, _ message: String) -> Bool {
        guard leadership == .leading,
            let entry = reconciler.entries.first(where: { $0.key.description == service })?.value
        else { return false }
        api.record(LoadBalancerEvent(entry.service.reference, .warning, "PublicAddressNotUsable", message))
        return true
    }

    /// What is in force, and what is known of it.
    public func report() async -> LoadBalancerReport {
        let probes = await prober.reports()
        var statistics = statistics
        statistics.probesNotAsked = prober.notAsked
        return LoadBalancerReport(
            targetMode: reconciler.configuration.rules.targetMode.rawValue, leader: "\(leadership)",
            isComplete: reconciler.isComplete, services: reconciler.serviceReports(probes),
            publicAddresses: reconciler.publicAddresses, statistics: statistics, applyError: applyError)
    }
}
