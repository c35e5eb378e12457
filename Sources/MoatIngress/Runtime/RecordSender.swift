import Foundation
public import Logging
public import MoatLogs
import Synchronization

/// Brings records to where they are kept, in batches. While that is away they wait; when too many do, the
/// newest are dropped and counted, and requests do not wait.
public final class RecordSender: Sendable {
    /// What became of records so far.
    public struct Counts: Hashable, Sendable, Codable {
        public var sent: UInt64 = 0
        public var waiting: UInt64 = 0
        /// There was no room for them.
        public var dropped: UInt64 = 0
        /// Those of batches that were refused.
        public var refused: UInt64 = 0
        public var failures: UInt64 = 0
        /// What is wrong now; nil where the last batch was taken.
        public var lastError: String?

        public init() {}
    }

    private struct State {
        var lines: [Data] = []
        var counts = Counts()
    }

    private let transport: any RecordTransport
    private let capacity: Int
    private let firstRetry: Duration
    private let logger: Logger
    private let state = Mutex(State())

    private static let batch = 2048
    private static let batchBytes = 4 * 1024 * 1024
    private static let interval = Duration.milliseconds(200)
    private static let longestRetry = Duration.seconds(10)

    /// At most `capacity` records wait, about 600 bytes each.
    public init(
        _ transport: any RecordTransport, capacity: Int = 65_536, firstRetry: Duration = .milliseconds(200),
        logger: Logger
    ) {
        self.transport = transport
        self.capacity = capacity
        self.firstRetry = firstRetry
        self.logger = logger
    }

    public var counts: Counts {
        state.withLock { state in
            var counts = state.counts
            counts.waiting = UInt64(state.lines.count)
            return counts
        }
    }

    /// Takes records; never waits.
    public func append(_ records: [LogRecord]) {
        let lines = records.map { IngressRecords.line($0) }
        state.withLock { state in
            let room = max(0, capacity - state.lines.count)
            state.lines.append(contentsOf: lines.prefix(room))
            state.counts.dropped += UInt64(max(0, lines.count - room))
        }
    }

    /// Sends until the task is cancelled.
    public func run() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                while let lines = next() {
                    try await send(lines)
                    failures = 0
                }
                try await Task.sleep(for: Self.interval)
            } catch {
                if Task.isCancelled { return }
                failed(error, isFirst: failures == 0)
                failures += 1
                let wait = min(firstRetry * (1 << min(failures - 1, 16)), Self.longestRetry)
                try? await Task.sleep(for: wait * Double.random(in: 0.5...1))
            }
        }
    }

    /// Sends what waits, once and without trying again, before this process ends.
    public func flush() async {
        do {
            while let lines = next() { try await send(lines) }
        } catch {
            failed(error, isFirst: true)
        }
    }

    /// The oldest of the lines that wait; they go on waiting until they are sent.
    private func next() -> ArraySlice<Data>? {
        state.withLock { state in
            var bytes = 0
            let lines = state.lines.prefix(Self.batch).prefix { line in
                bytes += line.count
                return bytes <= Self.batchBytes
            }
            return lines.isEmpty ? nil : lines
        }
    }

    private func send(_ lines: ArraySlice<Data>) async throws {
        do {
            try await transport.send(Data(lines.joined()))
            done(lines.count) { $0.sent += UInt64(lines.count) }
        } catch let refusal as RecordRefusal {
            logger.error("\(lines.count) log records are refused, and lost: \(refusal)")
            done(lines.count) {
                $0.refused += UInt64(lines.count)
                $0.lastError = refusal.description
            }
        }
    }

    private func done(_ count: Int, _ body: (inout Counts) -> Void) {
        let wasFailing = state.withLock { state in
            let wasFailing = state.counts.lastError != nil
            state.lines.removeFirst(count)
            state.counts.lastError = nil
            body(&state.counts)
            return wasFailing && state.counts.lastError == nil
        }
        if wasFailing { logger.notice("log records are taken again") }
    }

    private func failed(_ error: any Error, isFirst: Bool) {
        let text = "\(error)"
        state.withLock { state in
            state.counts.failures += 1
            state.counts.lastError = text
        }
        // The first of a row is news; the others say the same.
        logger.log(level: isFirst ? .warning : .debug, "log records cannot be sent, and wait: \(text)")
    }
}
