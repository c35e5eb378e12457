import MoatModel

/// What leads to a set of slots in the kernel's maps: a frontend's own address, or a DNAT rule
/// of the firewall on the same machine, whose flows are sent to a backend in one step.
enum SlotTarget: Hashable {
    case frontend(LoadBalancerFrontend.Key)
    /// The rule's number in the place that it has in a mark.
    case rule(mark: UInt32, IPProtocol)

    /// The maps' names begin with it.
    private var prefix: String {
        switch self {
        case .frontend: ""
        case .rule: "rule_"
        }
    }

    /// The map from this target to the chain that picks a slot.
    var entrance: String { prefix + "frontends" }

    func slots(_ size: SlotClass) -> String { "\(prefix)slots_\(size.slots)" }

    func chain(_ size: SlotClass, _ affinity: LoadBalancerFrontend.Affinity) -> String {
        switch affinity {
        case .none: "\(prefix)pick_\(size.slots)"
        case .clientIP: "\(prefix)pick_\(size.slots)_by_client"
        }
    }

    /// The key in `entrance`, and the beginning of the keys in the map of slots.
    var key: String {
        switch self {
        case .frontend(let key): "\(key.address) . \(key.protocol.rawValue) . \(key.port)"
        case .rule(let mark, let ipProtocol): "\(mark) . \(ipProtocol.rawValue)"
        }
    }
}
