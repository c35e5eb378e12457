import CNetfilter

/// A packet that waits in a queue for its verdict.
public struct QueuedPacket {
    /// The kernel's number for it, unique within the queue while it waits.
    public var id: UInt32
    /// The packet mark it carries now.
    public var mark: UInt32
    /// The beginning of the packet, from the IP header on; valid until the next receive.
    public var payload: UnsafeRawBufferPointer

    /// Nil where the message is not an NFQNL_MSG_PACKET.
    init?(_ message: NetlinkMessages.Message) {
        guard message.type == UInt16(NFNL_SUBSYS_QUEUE) << 8 | UInt16(NFQNL_MSG_PACKET.rawValue) else { return nil }
        var id: UInt32?
        self.mark = 0
        self.payload = UnsafeRawBufferPointer(start: nil, count: 0)
        for attribute in NetlinkAttributes(of: message) {
            switch UInt32(attribute.type) {
            case NFQA_PACKET_HDR.rawValue: id = attribute.bigEndian(as: UInt32.self)
            case NFQA_MARK.rawValue: mark = attribute.bigEndian() ?? 0
            case NFQA_PAYLOAD.rawValue: payload = attribute.payload
            default: break
            }
        }
        guard let id else { return nil }
        self.id = id
    }
}
