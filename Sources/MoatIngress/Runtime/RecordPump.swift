import Foundation
public import Logging
import MoatLogs
import Synchronization

/// Reads what nginx and ModSecurity log, counts it for each Ingress, and hands the records on.
public final class RecordPump: Sendable {
    private struct State {
        var metrics = IngressMetrics()
        var audit: AuditLog
        var unreadable: UInt64 = 0
    }

    private let socket: LogSocket
    private let sender: RecordSender?
    private let reader: NginxLogReader
    private let logger: Logger
    private let state: Mutex<State>

    private static let interval = Duration.milliseconds(100)

    /// - Parameters:
    ///   - socket: what nginx logs to
    ///   - auditLog: the file that ModSecurity logs to
    ///   - sender: takes the records; nil where they are kept nowhere
    ///   - reader: makes records
    ///   - logger: takes what cannot be read
    public init(_ socket: LogSocket, auditLog: String, sender: RecordSender?, reader: NginxLogReader, logger: Logger) {
        self.socket = socket
        self.sender = sender
        self.reader = reader
        self.logger = logger
        state = Mutex(State(audit: AuditLog(path: auditLog)))
    }

    /// What was logged and is no record.
    public var unreadable: UInt64 { state.withLock { $0.unreadable + $0.audit.skipped } }

    /// What Ingresses did, as Prometheus reads it.
    public var metricsText: String { state.withLock { $0.metrics }.text }

    /// Works until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            work()
            // Being cancelled ends the sleep, and then the loop.
            try? await Task.sleep(for: Self.interval)
        }
        work()
    }

    private func work() {
        var records: [LogRecord] = []
        for datagram in socket.take() {
            read(datagram[...]) { records.append(try reader.access(datagram)) }
        }
        while true {
            let lines = state.withLock { $0.audit.read() }
            guard !lines.isEmpty else { break }
            for line in lines { read(line) { records += try reader.findings(line) } }
        }
        guard !records.isEmpty else { return }
        state.withLock { state in
            for record in records { state.metrics.add(record) }
        }
        sender?.append(records)
    }

    private func read(_ bytes: ArraySlice<UInt8>, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            let count = state.withLock { state in
                state.unreadable += 1
                return state.unreadable
            }
            guard count == 1 else { return }
            let text = String(decoding: bytes.prefix(512), as: UTF8.self)
            logger.warning("what nginx logs is no record: \(error)", metadata: ["text": "\(text)"])
        }
    }
}
