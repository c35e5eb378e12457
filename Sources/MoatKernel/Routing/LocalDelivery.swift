import CNetfilter
import Glibc

/// Policy routing that delivers packets with a mark to this machine, whatever their
/// destination: what TPROXY needs besides its rule (kernel documentation, "Transparent proxy
/// support").
///
///     ip rule  add fwmark MARK/MASK lookup TABLE priority TABLE
///     ip route add local 0.0.0.0/0 dev lo table TABLE
public struct LocalDelivery: Hashable, Sendable {
    public var mark: UInt32
    public var mask: UInt32
    /// The number of the routing table, and of the rule's place among the rules: below 32766,
    /// where the main table is.
    public var table: UInt32

    public static let defaultTable: UInt32 = 28015

    public init(mark: UInt32, mask: UInt32, table: UInt32 = defaultTable) {
        self.mark = mark
        self.mask = mask
        self.table = table
    }

    // linux/rtnetlink.h and linux/fib_rules.h.
    private static let newRoute: UInt16 = 24
    private static let deleteRoute: UInt16 = 25
    private static let newRule: UInt16 = 32
    private static let deleteRule: UInt16 = 33

    /// NLM_F_EXCL and NLM_F_CREATE where something is added.
    private static func flags(_ type: UInt16) -> UInt16 {
        UInt16(NLM_F_REQUEST | NLM_F_ACK) | (type == newRoute || type == newRule ? 0x200 | 0x400 : 0)
    }

    /// Adds both, in place of those that an earlier run may have left. Needs CAP_NET_ADMIN.
    public func install() throws(KernelError) {
        try Self.remove(table: table)
        try Self.send(route(Self.newRoute), ignoring: EEXIST, "add a local route")
        try Self.send(rule(Self.newRule), ignoring: EEXIST, "add a routing rule")
    }

    /// Takes both away, the rule first, with whatever mark it was installed.
    public static func remove(table: UInt32 = defaultTable) throws(KernelError) {
        let delivery = LocalDelivery(mark: 0, mask: 0, table: table)
        while try send(delivery.rule(deleteRule), ignoring: ENOENT, "remove a routing rule") {}
        try send(delivery.route(deleteRoute), ignoring: ESRCH, "remove a local route")
    }

    /// False where there was nothing to do.
    @discardableResult
    private static func send(
        _ message: [UInt8], ignoring harmless: Int32, _ what: String
    ) throws(KernelError) -> Bool {
        let socket = try NetlinkSocket(protocol: NETLINK_ROUTE, receiveTimeout: 5000)
        let error = try socket.transact(message)
        guard error == 0 || error == harmless else { throw KernelError(errno: error, "cannot \(what)") }
        return error == 0
    }

    /// rtmsg: family, destination length, source length, TOS, table, protocol, scope, type,
    /// flags:4.
    func route(_ type: UInt16, loopback: UInt32 = if_nametoindex("lo")) -> [UInt8] {
        let boot: UInt8 = 3
        let host: UInt8 = 254
        let local: UInt8 = 2
        var writer = NetlinkWriter()
        writer.beginMessage(
            type: type, flags: Self.flags(type), sequence: 1,
            header: [UInt8(AF_INET), 0, 0, 0, 0, boot, host, local, 0, 0, 0, 0])
        writer.attribute(15, native: table)
        writer.attribute(4, native: loopback)
        writer.endMessage()
        return writer.bytes
    }

    /// fib_rule_hdr: family, destination length, source length, TOS, table, 0, 0, action,
    /// flags:4.
    func rule(_ type: UInt16) -> [UInt8] {
        let toTable: UInt8 = 1
        var writer = NetlinkWriter()
        writer.beginMessage(
            type: type, flags: Self.flags(type), sequence: 1,
            header: [UInt8(AF_INET), 0, 0, 0, 0, 0, 0, toTable, 0, 0, 0, 0])
        writer.attribute(6, native: table)
        // A rule that is removed is found by its place and table.
        if mask != 0 {
            writer.attribute(10, native: mark)
            writer.attribute(16, native: mask)
        }
        writer.attribute(15, native: table)
        writer.endMessage()
        return writer.bytes
    }
}
