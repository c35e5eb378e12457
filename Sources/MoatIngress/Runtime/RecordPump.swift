import Foundation
public import Logging
import MoatLogs
import Synchronization

/// Reads what nginx and ModSecurity log, counts it for each Ingress, and hands the records on.
public final class RecordPump: Sendable {
    /// What became of what was logged.
    public struct Counts: Hashable, Sendable {
        /// Lines of requests.
        public var received: UInt64 = 0
        /// Lines of requests that were left out, as too many waited.
        public var lost: UInt64 = 0
        /// What is no record, or too long for one.
        public var unreadable: UInt64 = 0
    }

    /// What was read and is not handed on yet.
    private struct Batch {
        var requests: [IngressMetrics.Request] = []
        /// Those of the same requests; none where they are kept nowhere.
        var records: [LogRecord] = []
        var findings: [MoatWaf] = []
    }

    private struct Logs {
        var access: AccessLog
        var audit: AuditLog
        /// Lines that were too long, as they are counted already.
        var tooLong: UInt64 = 0
    }

    private struct State {
        var metrics = IngressMetrics()
        var counts = Counts()
    }

    private let directory: RuntimeDirectory
    private let sender: RecordSender?
    private let reader: NginxLogReader
    private let reopen: @Sendable () -> Void
    private let logger: Logger
    private let state = Mutex(State())
    private let isStopping = Atomic(false)

    /// Seconds between looks at the logs; the shorter time where there is much in them, so that what is done at
    /// once stays little.
    private static let intervals = (idle: 0.1, busy: 0.01)
    private static let much = 200
    /// So many records are handed on at once.
    private static let batch = 4096

    /// - Parameters:
    ///   - directory: where nginx runs
    ///   - sender: takes the records; nil where they are kept nowhere
    ///   - reader: makes records
    ///   - logger: takes what cannot be read
    ///   - reopen: has nginx begin another access log
    public init(
        _ directory: RuntimeDirectory, sender: RecordSender?, reader: NginxLogReader, logger: Logger,
        reopen: @escaping @Sendable () -> Void
    ) {
        self.directory = directory
        self.sender = sender
        self.reader = reader
        self.logger = logger
        self.reopen = reopen
    }

    public var counts: Counts { state.withLock { $0.counts } }

    /// What Ingresses did, as Prometheus reads it.
    public var metricsText: String { state.withLock { $0.metrics }.text }

    /// Works until the task is cancelled, and reads then what is left.
    public func run() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread { [self] in
                    work()
                    continuation.resume()
                }
                thread.name = "moat-ingress-log"
                thread.start()
            }
        } onCancel: {
            isStopping.store(true, ordering: .relaxed)
        }
    }

    private func work() {
        // Requests come first, where both want the same processor.
        ThreadPriority.lower()
        var logs = Logs(
            access: AccessLog(path: directory.accessLog), audit: AuditLog(path: directory.auditLog))
        defer { logs.access.close() }
        var isLast = false
        repeat {
            isLast = isStopping.load(ordering: .relaxed)
            let received = look(&logs)
            let interval = received < Self.much ? Self.intervals.idle : Self.intervals.busy
            if !isLast { Thread.sleep(forTimeInterval: interval) }
        } while !isLast
    }

    /// Gives the number of requests that were read.
    private func look(_ logs: inout Logs) -> UInt64 {
        var batch = Batch()
        var received: UInt64 = 0
        logs.access.read(reopen: reopen) { line in
            received += 1
            read(line) {
                let line = try NginxAccessLine(line)
                batch.requests.append(try line.figures)
                if sender != nil { batch.records.append(try reader.record(line)) }
            }
            if batch.requests.count >= Self.batch { handOn(&batch) }
        }
        while true {
            let lines = logs.audit.read()
            guard !lines.isEmpty else { break }
            for line in lines { read(line) { batch.findings += try reader.findings(line) } }
        }
        handOn(&batch)
        let tooLong = logs.access.skipped + logs.audit.skipped
        state.withLock { state in
            state.counts.received += received + logs.access.lost - state.counts.lost
            state.counts.lost = logs.access.lost
            state.counts.unreadable += tooLong - logs.tooLong
        }
        logs.tooLong = tooLong
        return received
    }

    private func handOn(_ batch: inout Batch) {
        guard !batch.requests.isEmpty || !batch.findings.isEmpty else { return }
        state.withLock { state in
            for request in batch.requests { state.metrics.add(request) }
            for finding in batch.findings { state.metrics.add(finding) }
        }
        sender?.append(batch.records + batch.findings.map { .waf($0) })
        batch = Batch()
    }

    private func read(_ bytes: ArraySlice<UInt8>, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            let count = state.withLock { state in
                state.counts.unreadable += 1
                return state.counts.unreadable
            }
            guard count == 1 else { return }
            let text = String(decoding: bytes.prefix(512), as: UTF8.self)
            logger.warning("what nginx logs is no record: \(error)", metadata: ["text": "\(text)"])
        }
    }
}
