import MoatKernel
import MoatLogs
import MoatModel
import MoatPolicy

/// Finds the live flows that carried much between two looks at all of them.
///
/// Between looks it remembers the bytes of those flows that could matter: one that had carried
/// less than a hundredth of what counts as much is taken to have carried nothing.
struct FatFlowSampler {
    /// Megabits a second from which on a flow is recorded, as in Azure.
    static let threshold = 1.0
    /// Flows that a look records at most: the fastest.
    static let maximumRecords = 1000
    /// Flows that are remembered at most, about 50 bytes each.
    private let capacity: Int

    private struct Key: Hashable {
        var id: UInt32
        var start: UInt64
    }

    private var before: [Key: UInt64] = [:]
    private var beforeIsComplete = true
    private var lastLook: LogTimestamp?

    private var seen: [Key: UInt64] = [:]
    private var seenIsComplete = true
    private var found: [AZFWFatFlow] = []
    private var now = LogTimestamp(nanoseconds: 0)
    /// Seconds since the last look; nil at the first.
    private var elapsed: Double?

    init(capacity: Int = 262_144) {
        self.capacity = capacity
    }

    mutating func begin(at now: LogTimestamp) {
        self.now = now
        elapsed = lastLook.map { max(0.001, Double(now.nanoseconds - $0.nanoseconds) / 1e9) }
        seen.removeAll(keepingCapacity: true)
        seenIsComplete = true
        found.removeAll()
    }

    mutating func see(_ entry: ConntrackEntry) {
        guard let id = entry.id, !entry.isClosing else { return }
        let bytes = entry.originalCounters.bytes &+ entry.replyCounters.bytes
        let key = Key(id: id, start: entry.start ?? 0)
        if let elapsed { look(at: entry, key, bytes, elapsed) }
        guard Double(bytes) * 8 / 1e6 >= Self.threshold / 100 * (elapsed ?? 1) else { return }
        if seen.count < capacity { seen[key] = bytes } else { seenIsComplete = false }
    }

    private mutating func look(at entry: ConntrackEntry, _ key: Key, _ bytes: UInt64, _ elapsed: Double) {
        let age = entry.start.map { max(0, Double(now.nanoseconds) - Double($0)) / 1e9 } ?? .infinity
        let carried: UInt64
        if let before = before[key] {
            carried = bytes &- min(before, bytes)
        } else if age <= elapsed || beforeIsComplete {
            carried = bytes
        } else {
            return
        }
        // Of a flow younger than a second nothing can be said about a rate.
        let rate = Double(carried) * 8 / 1e6 / min(elapsed, max(1, age))
        guard rate >= Self.threshold else { return }
        found.append(
            AZFWFatFlow(
                timeGenerated: now, ipProtocol: entry.original.ipProtocol, sourceIp: entry.original.source,
                sourcePort: entry.original.sourcePort, destinationIp: entry.original.destination,
                destinationPort: entry.original.destinationPort, flowRate: rate))
    }

    /// The fastest flows, fastest first, and how many more there were.
    mutating func end() -> (records: [LogRecord], more: Int) {
        swap(&before, &seen)
        beforeIsComplete = seenIsComplete
        lastLook = now
        let sorted = found.sorted { $0.flowRate > $1.flowRate }
        found.removeAll()
        return (
            sorted.prefix(Self.maximumRecords).map { .fatFlow($0) }, max(0, sorted.count - Self.maximumRecords)
        )
    }
}
