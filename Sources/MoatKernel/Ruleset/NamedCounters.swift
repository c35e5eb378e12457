import CNetfilter
import Glibc

/// The named counters of an nftables table of family inet, in the network namespace of the
/// thread that made it.
///
/// Asked for by netlink and not through libnftables, which reads the elements of every set and
/// map of every table first: with a large load balancer that takes seconds.
public final class NamedCounters: Sendable {
    /// NFPROTO_INET
    private static let inet: UInt8 = 1
    /// NFT_OBJECT_COUNTER, a macro
    private static let counterType: UInt32 = 1

    private let socket: NetlinkSocket

    public init() throws(KernelError) {
        socket = try NetlinkSocket(receiveTimeout: 5000)
    }

    /// Packets counted, by the counter's name; empty where there is no such table. One caller at
    /// a time.
    public func packets(table: String) throws(KernelError) -> [String: UInt64] {
        var writer = NetlinkWriter()
        writer.beginMessage(
            subsystem: NFNL_SUBSYS_NFTABLES, message: UInt16(NFT_MSG_GETOBJ.rawValue),
            flags: UInt16(NLM_F_REQUEST | NLM_F_DUMP),
            sequence: 1, family: Self.inet, resource: 0)
        writer.attribute(UInt16(NFTA_OBJ_TABLE.rawValue), bytes: Array(table.utf8) + [0])
        writer.attribute(UInt16(NFTA_OBJ_TYPE.rawValue), bigEndian: Self.counterType)
        writer.endMessage()
        var packets: [String: UInt64] = [:]
        try socket.dump(writer.bytes, "read the counters of table \(table)", ignoring: ENOENT) { message in
            if let counter = Self.counter(message, table: table) { packets[counter.name] = counter.packets }
        }
        return packets
    }

    /// An NFT_MSG_NEWOBJ; nil for those of other tables.
    static func counter(
        _ message: NetlinkMessages.Message, table: String
    ) -> (name: String, packets: UInt64)? {
        var name: String?
        var packets: UInt64?
        for attribute in NetlinkAttributes(of: message) {
            switch UInt32(attribute.type) {
            case NFTA_OBJ_TABLE.rawValue:
                guard text(attribute) == table else { return nil }
            case NFTA_OBJ_NAME.rawValue:
                name = text(attribute)
            case NFTA_OBJ_DATA.rawValue:
                packets = attribute.nested.first { UInt32($0.type) == NFTA_COUNTER_PACKETS.rawValue }?.bigEndian()
            default:
                break
            }
        }
        guard let name, let packets else { return nil }
        return (name, packets)
    }

    private static func text(_ attribute: NetlinkAttributes.Attribute) -> String {
        String(decoding: attribute.payload.prefix { $0 != 0 }, as: UTF8.self)
    }
}
