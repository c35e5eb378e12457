import MoatModel
import Testing

@testable import MoatKernel

extension ConntrackEntry {
    /// 10.0.5.7:40000 -> 203.0.113.9:443/tcp as it is while it lives, with the source translated
    /// where `source` says so and the destination likewise.
    static func flow(
        id: UInt32 = 1, mark: UInt32, start: UInt64? = nil, bytes: UInt64 = 0, to destination: String = "203.0.113.9",
        translatedTo server: String? = nil, from source: String? = nil
    ) throws -> ConntrackEntry {
        let client = try #require(IPAddress("10.0.5.7"))
        let dialled = try #require(IPAddress(destination))
        let answering = try #require(IPAddress(server ?? destination))
        let answered = try #require(IPAddress(source ?? "10.0.5.7"))
        var entry = ConntrackEntry(
            original: Tuple(
                source: client, destination: dialled, ipProtocol: .tcp, sourcePort: 40000, destinationPort: 443),
            reply: Tuple(
                source: answering, destination: answered, ipProtocol: .tcp, sourcePort: server == nil ? 443 : 8443,
                destinationPort: source == nil ? 40000 : 1024), mark: mark)
        entry.id = id
        entry.start = start
        entry.originalCounters = Counters(packets: 1, bytes: bytes)
        return entry
    }
}
