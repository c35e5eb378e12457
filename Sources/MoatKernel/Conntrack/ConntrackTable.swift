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
        try socket.dump(writer.bytes, "list the live flows") { message in
            if let entry = ConntrackEntry(message) { body(entry) }
        }
    }
}
