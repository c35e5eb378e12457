import Foundation
import MoatKernel

extension Ruleset {
    /// The objects of one type in a listing of nft's (libnftables-json(5)).
    func objects(_ command: String, _ type: String) throws -> [[String: Any]] {
        let listing = try JSONSerialization.jsonObject(with: Data(list(command).utf8)) as? [String: Any]
        let items = listing?["nftables"] as? [[String: Any]] ?? []
        return items.compactMap { $0[type] as? [String: Any] }
    }
}
