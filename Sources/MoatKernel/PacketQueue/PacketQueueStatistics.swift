import Foundation

/// The kernel's counts for one queue, from `/proc/net/netfilter/nfnetlink_queue`.
public struct PacketQueueStatistics: Hashable, Sendable {
    public var number: UInt16
    /// Packets that wait now.
    public var waiting: UInt64
    /// Dropped because the queue was full.
    public var dropped: UInt64
    /// Dropped because the reader's socket was full.
    public var undelivered: UInt64

    /// Reads one line: number, port id, waiting, copy mode, copy range, dropped, undelivered,
    /// id sequence, 1.
    public init?(line: some StringProtocol) {
        let fields = line.split(separator: " ")
        guard fields.count >= 7, let number = UInt16(fields[0]), let waiting = UInt64(fields[2]),
            let dropped = UInt64(fields[5]), let undelivered = UInt64(fields[6])
        else { return nil }
        self.number = number
        self.waiting = waiting
        self.dropped = dropped
        self.undelivered = undelivered
    }

    /// All queues of the network namespace of the calling thread.
    public static func current() -> [PacketQueueStatistics] {
        let path = "/proc/thread-self/net/netfilter/nfnetlink_queue"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { PacketQueueStatistics(line: $0) }
    }
}
