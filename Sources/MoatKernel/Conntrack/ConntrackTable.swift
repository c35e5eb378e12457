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
}
