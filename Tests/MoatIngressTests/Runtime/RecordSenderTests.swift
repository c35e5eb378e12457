import Foundation
import Logging
import MoatLogs
import Synchronization
import Testing

@testable import MoatIngress

struct RecordSenderTests {
    private let transport = TestTransport()

    private func with(capacity: Int, _ body: (RecordSender) async throws -> Void) async throws {
        let sender = RecordSender(
            transport, capacity: capacity, firstRetry: .milliseconds(1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { await sender.run() }
        defer { task.cancel() }
        try await body(sender)
    }

    @Test func recordsComeInOrderAndInParts() async throws {
        try await with(capacity: 10_000) { sender in
            let records = try (0..<5000).map { try TestRecords.access(path: "/\($0)") }
            sender.append(records)
            try await eventually("all are sent") { transport.lines == 5000 }
            let sent = transport.state.withLock { $0.batches }
            #expect(sent.count >= 3)
            #expect(sent[0] == Data(records.prefix(2048).map { IngressRecords.line($0) }.joined()))
            try await eventually("all are counted") { sender.counts.sent == 5000 && sender.counts.waiting == 0 }
        }
    }

    @Test func whatFindsNoRoomIsCountedAndTheRestIsSentLater() async throws {
        transport.answer(.away)
        try await with(capacity: 10) { sender in
            sender.append(try (0..<15).map { try TestRecords.access(path: "/\($0)") })
            try await eventually("it is tried again") { sender.counts.failures >= 3 }
            #expect(sender.counts.dropped == 5 && sender.counts.waiting == 10 && sender.counts.sent == 0)
            #expect(sender.counts.lastError != nil)
            transport.answer(.taken)
            try await eventually("the others are sent") { sender.counts.sent == 10 }
            #expect(transport.lines == 10 && sender.counts.lastError == nil)
        }
    }

    @Test func whatIsRefusedIsCountedAndNotTriedAgain() async throws {
        transport.answer(.refused)
        try await with(capacity: 10) { sender in
            sender.append([try TestRecords.access(), try TestRecords.access()])
            try await eventually("it is refused") { sender.counts.refused == 2 }
            #expect(sender.counts.lastError == "line 1: Status is not a whole number")
            transport.answer(.taken)
            sender.append([try TestRecords.access()])
            try await eventually("the next is sent") { sender.counts.sent == 1 }
            #expect(transport.state.withLock { $0.calls } == 2)
            #expect(sender.counts.lastError == nil)
        }
    }
}
