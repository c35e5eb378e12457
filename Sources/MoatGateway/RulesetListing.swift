import Foundation
import MoatKernel

extension Ruleset {
    /// The objects of one type in a listing of nft's (libnftables-json(5)).
    func objects(_ command: String, _ type: String) throws -> [[String: Any]] {
        let listing = try JSONSerialization.jsonObject(with: Data(list(command).utf8)) as? [String: Any]
        let items = listing?["nftables"] as? [[String: Any]] ?? []
        return items.compactMap { $0[type] as? [String: Any] }
    }

    /// Packets that a table's named counters have counted, by name.
    func counterPackets(table: String) throws -> [String: UInt64] {
        var packets: [String: UInt64] = [:]
        for counter in try objects("list counters table \(table)", "counter") {
            if let name = counter["name"] as? String, let count = counter["packets"] as? NSNumber {
                packets[name] = count.uint64Value
            }
        }
        return packets
    }
}
