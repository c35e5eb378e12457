import CNetfilter

/// What the kernel shall do with a queued packet.
public enum PacketVerdict: Hashable, Sendable {
    case drop
    /// Go on with this packet mark.
    case accept(mark: UInt32)

    /// Appends the NFQNL_MSG_VERDICT for a packet.
    func write(to writer: inout NetlinkWriter, queue: UInt16, packet: UInt32) {
        writer.beginMessage(
            subsystem: NFNL_SUBSYS_QUEUE, message: UInt16(NFQNL_MSG_VERDICT.rawValue), flags: UInt16(NLM_F_REQUEST),
            sequence: 0, family: 0, resource: queue)
        let code: UInt32 =
            switch self {
            case .drop: 0  // NF_DROP of linux/netfilter.h, which clashes with the C library's in.h
            case .accept: 1  // NF_ACCEPT
            }
        // nfqnl_msg_verdict_hdr: verdict and packet id, both big endian.
        withUnsafeBytes(of: (code.bigEndian, packet.bigEndian)) {
            writer.attribute(UInt16(NFQA_VERDICT_HDR.rawValue), bytes: $0)
        }
        if case .accept(let mark) = self {
            writer.attribute(UInt16(NFQA_MARK.rawValue), bigEndian: mark)
        }
        writer.endMessage()
    }
}
