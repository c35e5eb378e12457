import Foundation
public import Logging
public import MoatLogs
import Synchronization

/// Reads what nginx logs, counts it for each Ingress, and hands the records on.
public final class RecordPump: Sendable {
    /// The records of one datagram; throws where it is none.
    public typealias Reading = @Sendable ([UInt8]) throws -> [LogRecord]

    private struct State {
        var metrics = IngressMetrics()
        var unreadable: UInt64 = 0
    }

    private let socket: LogSocket
    private let sender: RecordSender?
    private let read: Reading
    private let logger: Logger
    private let state = Mutex(State())

    private static let interval = Duration.milliseconds(100)

    /// - Parameters:
    ///   - socket: what nginx logs to
    ///   - sender: takes the records; nil where they are kept nowhere
    ///   - logger: takes what cannot be read
    ///   - read: the records of one datagram; throws where it is none
    public init(
        _ socket: LogSocket, sender: RecordSender?, logger: Logger,
        read: @escaping Reading
    ) {
        self.socket = socket
        self.sender = sender
        self.logger = logger
        self.read = read
    }

    /// Datagrams that were no record.
    public var unreadable: UInt64 { state.withLock { $0.unreadable } }

    /// What Ingresses did, as Prometheus reads it.
    public var metricsText: String { metrics.text }

    private var metrics: IngressMetrics { state.withLock { $0.metrics } }

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
            do {
                records += try read(datagram)
            } catch {
                let count = state.withLock { state in
                    state.unreadable += 1
                    return state.unreadable
                }
                if count == 1 {
                    let text = String(decoding: datagram.prefix(512), as: UTF8.self)
                    logger.warning("nginx logs what is no record: \(error)", metadata: ["text": "\(text)"])
                }
            }
        }
        guard !records.isEmpty else { return }
        state.withLock { state in
            for record in records { state.metrics.add(record) }
        }
        sender?.append(records)
    }
}
