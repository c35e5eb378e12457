import Foundation
public import Logging
public import MoatKubernetes

/// Makes Ingresses work: gathers what watches tell, decides what nginx is to do, and tells what is wrong and
/// where requests are taken.
///
/// While the API is away nothing is told, and nginx goes on with what it has. Before all lists have come once
/// nginx is not started, so that nobody is answered with 404 for what is only not known yet.
public actor IngressController {
    private let runtime: NginxRuntime
    private let api: any IngressAPI
    private let decide: @Sendable (IngressCluster) -> IngressDecision
    private let publishService: ObjectKey?
    private let times: IngressTimes
    private let logger: Logger

    private(set) var cluster = IngressCluster()
    private(set) var leadership = Leadership.unknown
    private(set) var decision: IngressDecision?
    private(set) var statistics = IngressReport.Statistics()
    /// The configuration that was wished last, and as it is of generation 0.
    private var wished: (setup: NginxSetup, plain: [String: String])?
    private var isStale = false
    /// When the first and the last of the changes came that wait for a reload.
    private var waiting: (first: ContinuousClock.Instant, last: ContinuousClock.Instant)?
    private var lastChange = ContinuousClock.now
    private var told: Set<IngressProblem> = []
    private var refusals: UInt64 = 0

    private let wake: AsyncStream<Void>
    private let waking: AsyncStream<Void>.Continuation
    private let writes: AsyncStream<Void>
    private let writing: AsyncStream<Void>.Continuation
    private var writeFailures = 0

    /// - Parameters:
    ///   - runtime: what runs nginx
    ///   - api: what takes writes
    ///   - publishService: the Service whose addresses Ingresses get; nil where they get none
    ///   - times: how long to wait
    ///   - logger: takes what only an operator can mend
    ///   - decide: what is to be done about a cluster; pure
    public init(
        runtime: NginxRuntime, api: any IngressAPI, publishService: ObjectKey?, times: IngressTimes = IngressTimes(),
        logger: Logger, decide: @escaping @Sendable (IngressCluster) -> IngressDecision
    ) {
        self.runtime = runtime
        self.api = api
        self.publishService = publishService
        self.times = times
        self.logger = logger
        self.decide = decide
        (wake, waking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (writes, writing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes what a watch tells. Its events must come in order.
    public func take(_ change: IngressChange) {
        statistics.changes += 1
        guard cluster.take(change) else { return }
        isStale = true
        lastChange = .now
        waking.yield()
    }

    public func take(_ leadership: Leadership) {
        guard self.leadership != leadership else { return }
        self.leadership = leadership
        // Who leads newly tells all that is wrong; what was told already is counted by the recorder.
        told.removeAll()
        if leadership == .leading { writing.yield() }
        waking.yield()
    }

    /// Works until the task is cancelled.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { for await _ in self.wake { await self.work() } }
            group.addTask { for await _ in self.writes { await self.writeAddresses() } }
        }
    }

    private func work() async {
        do {
            try await Task.sleep(for: times.gathering)
            guard cluster.isComplete else { return }
            if isStale || decision == nil {
                isStale = false
                statistics.plans += 1
                decision = decide(cluster)
                writing.yield()
            }
            if let decision { try await put(decision) }
        } catch {
            // Only being cancelled ends a sleep early.
            return
        }
        tell()
    }

    private func put(_ decision: IngressDecision) async throws {
        if let wished, wished.plain == decision.plain {
            waiting = nil
            guard wished.setup.tables != decision.tables else { return }
            let setup = NginxSetup(
                generation: wished.setup.generation, files: wished.setup.files, tables: decision.tables)
            self.wished = (setup, decision.plain)
            return await runtime.wish(setup)
        }
        let now = ContinuousClock.now
        let first = waiting?.first ?? now
        waiting = (first, now)
        if wished != nil, now - lastChange < times.quiet, now - first < times.patience {
            try await Task.sleep(for: times.quiet / 4)
            waking.yield()
            return
        }
        waiting = nil
        let generation = (wished?.setup.generation ?? 0) + 1
        let setup = NginxSetup(generation: generation, files: decision.files(generation), tables: decision.tables)
        wished = (setup, decision.plain)
        await runtime.wish(setup)
    }

    private func tell() {
        guard leadership == .leading, let decision else { return }
        let problems = Set(decision.problems)
        for problem in decision.problems where !told.contains(problem) { api.record(problem) }
        told = problems
    }

    /// Writes to all Ingresses of ours that have others where requests are taken.
    private func writeAddresses() async {
        guard leadership == .leading, let decision, let addresses = publishedAddresses() else { return }
        var failed = false
        for key in decision.ingresses.sorted() {
            guard leadership == .leading, !Task.isCancelled else { return }
            guard let ingress = cluster.ingresses[key], ingress.status.loadBalancer.ingress != addresses else {
                continue
            }
            do {
                try await api.write(addresses, to: key)
                statistics.writes += 1
            } catch {
                failed = true
                statistics.writeFailures += 1
                logger.warning("cannot write to the Ingress \(key): \(error)")
            }
        }
        guard failed else {
            writeFailures = 0
            return
        }
        writeFailures += 1
        let wait = min(times.firstRetry * (1 << min(writeFailures - 1, 16)), times.longestRetry)
        try? await Task.sleep(for: wait * Double.random(in: 0.5...1))
        writing.yield()
    }

    /// Nil where it is not known, and then what Ingresses say stays.
    private func publishedAddresses() -> [IngressLoadBalancerIngress]? {
        guard let publishService, let service = cluster.services[publishService] else { return nil }
        return service.status.loadBalancer.ingress.map { IngressLoadBalancerIngress(ip: $0.ip, hostname: $0.hostname) }
    }

    /// What is done now; without what others than this actor know.
    public func report(nginx: NginxReport) -> IngressReport {
        let endpoints = cluster.readyEndpoints
        return IngressReport(
            leader: "\(leadership)", isComplete: cluster.isComplete,
            ingresses: (decision?.ingresses ?? []).sorted().compactMap { key in
                cluster.ingresses[key].map { IngressReport.IngressRow($0, endpoints: endpoints) }
            },
            problems: decision?.problems ?? [], nginx: nginx, statistics: statistics)
    }
}
