import Foundation
import Logging
import MoatKernel
import MoatLogs
import MoatPolicy
import Synchronization

/// The threads that make records of what the kernel tells beside the packet queues. Each stops
/// with the gateway.
struct RecordingThreads {
    let shared: QueueWorker.Shared
    let layout: MarkLayout
    let logs: LogWriter
    let logger: Logger

    /// Adds the traffic of flows that end to their rules, and records them.
    func startAccounting(names: RuleNames, cutter: UInt32) throws {
        let recorder = FlowRecorder(layout: layout, names: names, cutter: cutter, startedAt: .now())
        try WorkerThread.start(name: "moat-accounting") {
            try ConntrackEvents()
        } body: { [shared, layout, logs, logger] events in
            var counters = shared.counters.writer()
            var recorder = recorder
            var records: [LogRecord] = []
            var lookedAt = Int64.min
            do {
                while !shared.isStopping.load(ordering: .relaxed) {
                    var now = LogTimestamp(nanoseconds: 0)
                    let isComplete = try events.serve { entry in
                        guard let fields = layout.fields(of: entry.mark) else { return }
                        if now.nanoseconds == 0 { now = .now() }
                        if now.nanoseconds - Self.lingerValidity > lookedAt {
                            lookedAt = now.nanoseconds
                            recorder.linger = .current()
                        }
                        counters.add(
                            fields.ruleNumber, packets: entry.originalCounters.packets + entry.replyCounters.packets,
                            bytes: entry.originalCounters.bytes + entry.replyCounters.bytes)
                        if let record = recorder.record(entry, at: now) { records.append(record) }
                    }
                    if !isComplete { shared.lostEvents.add(1, ordering: .relaxed) }
                    guard !records.isEmpty else { continue }
                    logs.append(records)
                    records.removeAll(keepingCapacity: true)
                }
            } catch {
                logger.error("traffic of ended flows is not counted any more: \(error)")
                shared.lostEvents.add(1, ordering: .relaxed)
            }
        }
    }

    /// Nanoseconds after which the kernel's time-outs are read again.
    private static let lingerValidity: Int64 = 10_000_000_000

    /// Records TCP packets that belong to no flow.
    func startTracing(group: UInt16) throws {
        try WorkerThread.start(name: "moat-traces") {
            Scheduling.setNice(10)
            return try PacketLog(group: group)
        } body: { [shared, logs, logger] log in
            var records: [LogRecord] = []
            do {
                while !shared.isStopping.load(ordering: .relaxed) {
                    let lost = try log.serve { packet in
                        if let record = FlowTracer.record(packet, at: .now()) { records.append(record) }
                    }
                    if lost > 0 { shared.lostTraces.add(lost, ordering: .relaxed) }
                    guard !records.isEmpty else { continue }
                    logs.append(records)
                    records.removeAll(keepingCapacity: true)
                }
            } catch {
                logger.error("unexpected packets are not recorded any more: \(error)")
                shared.lostTraces.add(1, ordering: .relaxed)
            }
        }
    }

    /// Records live flows that carry much, every few minutes.
    func startFatFlows(every interval: Double) throws {
        try WorkerThread.start(name: "moat-fat-flows") {
            Scheduling.setNice(10)
            return FatFlowSampler()
        } body: { [shared, layout, logs, logger] sampler in
            var sampler = sampler
            var next = ContinuousClock.now
            while !shared.isStopping.load(ordering: .relaxed) {
                Thread.sleep(forTimeInterval: min(0.5, interval))
                guard ContinuousClock.now >= next else { continue }
                next = .now + .seconds(interval)
                do {
                    sampler.begin(at: .now())
                    try ConntrackTable().forEach { entry in
                        guard let fields = layout.fields(of: entry.mark),
                            fields.ruleNumber != RuleNumbering.managementRule
                        else { return }
                        sampler.see(entry)
                    }
                    let (records, more) = sampler.end()
                    if more > 0 { shared.unrecordedFatFlows.add(UInt64(more), ordering: .relaxed) }
                    if !records.isEmpty { logs.append(records) }
                } catch {
                    logger.warning("live flows that carry much are not recorded this time: \(error)")
                }
            }
        }
    }
}
