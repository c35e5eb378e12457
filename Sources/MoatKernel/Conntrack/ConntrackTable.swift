import CNetfilter
import Glibc

/// The kernel's table of flows, in the network namespace of the thread that calls.
public struct ConntrackTable: Sendable {
    public init() {}

    /// Calls `body` for every flow of both families, in no order. Flows that come or go
    /// meanwhile may be missed or still be shown.
    public func forEach(_ body: (ConntrackEntry) -> Void) throws(KernelError) {
        let socket = try NetlinkSocket(receiveBuffer: 4 << 20, receiveTimeout: 5000)
        var writer = NetlinkWriter()
        writer.beginMessage(
            subsystem: NFNL_SUBSYS_CTNETLINK, message: UInt16(IPCTNL_MSG_CT_GET.rawValue),
            flags: UInt16(NLM_F_REQUEST | NLM_F_DUMP), sequence: 1, family: UInt8(AF_UNSPEC), resource: 0)
        writer.endMessage()
        try socket.send(writer.bytes)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while let datagram = try socket.receive(into: buffer) {
            for message in NetlinkMessages(datagram) {
                switch message.type {
                case UInt16(NLMSG_DONE):
                    return
                case UInt16(NLMSG_ERROR):
                    let error = message.payload.count >= 4 ? -message.payload.loadUnaligned(as: Int32.self) : EPROTO
                    throw KernelError(errno: error, "cannot list the live flows")
                default:
                    if let entry = ConntrackEntry(message) { body(entry) }
                }
            }
        }
        throw KernelError(.refused, "the kernel stopped in the middle of listing the live flows")
    }

    /// Forgets flows: their next packet is judged as new (UDP, ICMP) or dropped as invalid
    /// (TCP in mid-stream). An entry that is gone already is no error.
    /// - Returns: how many were there to forget.
    @discardableResult
    public func delete(_ entries: [ConntrackEntry]) throws(KernelError) -> Int {
        guard !entries.isEmpty else { return 0 }
        let socket = try NetlinkSocket(receiveTimeout: 5000)
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
