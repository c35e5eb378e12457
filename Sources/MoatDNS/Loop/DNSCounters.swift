/// What the loop counts. What was lost or refused, by reason, is in `losses`.
struct DNSCounters: Hashable, Sendable {
    enum Loss: Int, CaseIterable {
        case malformed, outsideSource, overLimit, sendFailed, connectionRefused, connectionCut, tooManyOutstanding
        case spoofed, rebinding, lookupRefused

        var description: String {
            switch self {
            case .malformed: "dns messages that are no queries"
            case .outsideSource: "dns queries dropped, source not inside"
            case .overLimit: "dns queries dropped, over the limit of their source"
            case .sendFailed: "dns answers that could not be sent"
            case .connectionRefused: "dns connections refused, too many"
            case .connectionCut: "dns connections cut, idle or misbehaving"
            case .tooManyOutstanding: "dns queries refused, too many outstanding"
            case .spoofed: "dns answers ignored, not to what was asked"
            case .rebinding: "dns answers refused, private address"
            case .lookupRefused: "dns lookups refused, too many"
            }
        }
    }

    var queriesUDP: UInt64 = 0
    var queriesTCP: UInt64 = 0
    var answeredFromCache: UInt64 = 0
    var queriesToServers: UInt64 = 0
    private var lost = [UInt64](repeating: 0, count: Loss.allCases.count)

    mutating func lose(_ loss: Loss) {
        lost[loss.rawValue] += 1
    }

    var losses: [String: UInt64] {
        Dictionary(uniqueKeysWithValues: Loss.allCases.map { ($0.description, lost[$0.rawValue]) })
    }
}
