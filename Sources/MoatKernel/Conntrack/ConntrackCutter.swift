import CNetfilter
import Glibc

/// Takes flows out of the kernel's table, in the network namespace of the thread that made it,
/// under a name of its own: the events of flows that it cut carry its port.
public final class ConntrackCutter: Sendable {
    private let socket: NetlinkSocket
    /// What `ConntrackEntry.deleter` says of flows that it cut.
    public let port: UInt32

    public init() throws(KernelError) {
        socket = try NetlinkSocket(receiveTimeout: 5000)
        port = socket.port
    }

    /// Forgets flows: their next packet is judged as new (UDP, ICMP) or dropped as invalid
    /// (TCP in mid-stream). An entry that is gone already is no error. One caller at a time.
    /// - Returns: how many were there to forget.
    @discardableResult
    public func cut(_ entries: [ConntrackEntry]) throws(KernelError) -> Int {
        var deleted = 0
        var writer = NetlinkWriter()
        for entry in entries {
            writer.removeAll()
            writer.beginMessage(
                subsystem: NFNL_SUBSYS_CTNETLINK, message: UInt16(IPCTNL_MSG_CT_DELETE.rawValue),
                flags: UInt16(NLM_F_REQUEST | NLM_F_ACK), sequence: 1, family: entry.original.source.addressFamily,
                resource: 0)
            entry.original.write(to: &writer, as: UInt16(CTA_TUPLE_ORIG.rawValue))
            if let id = entry.id {
                writer.attribute(UInt16(CTA_ID.rawValue), bigEndian: id)
            }
            writer.endMessage()
            switch try socket.transact(writer.bytes) {
            case 0: deleted += 1
            case ENOENT: break
            case let error: throw KernelError(errno: error, "cannot cut a live flow")
            }
        }
        return deleted
    }
}
