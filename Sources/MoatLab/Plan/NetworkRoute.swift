public import MoatModel

/// A route of a lab's machine.
public struct NetworkRoute: Hashable, Sendable {
    public var prefix: IPPrefix
    public var target: Target
    /// The number of the routing table; nil for the main one.
    public var table: Int?

    public init(_ prefix: IPPrefix, _ target: Target, table: Int? = nil) {
        self.prefix = prefix
        self.target = target
        self.table = table
    }

    public enum Target: Hashable, Sendable {
        case via(IPAddress, interface: String)
        /// The destinations are on the interface's own link.
        case link(interface: String)
        /// Dropped, and the sender is told (ICMP destination unreachable).
        case unreachable
        /// Dropped in silence.
        case blackhole
    }

    /// The words that `ip route replace` and `ip route del` take. `onlink` spares the
    /// kernel's look-up of the next hop, which would depend on the order of routes.
    var words: [String] {
        let table = self.table.map { ["table", "\($0)"] } ?? []
        return switch target {
        case .via(let hop, let interface): ["\(prefix)", "via", "\(hop)", "dev", interface, "onlink"] + table
        case .link(let interface): ["\(prefix)", "dev", interface] + table
        case .unreachable: ["unreachable", "\(prefix)"] + table
        case .blackhole: ["blackhole", "\(prefix)"] + table
        }
    }
}
