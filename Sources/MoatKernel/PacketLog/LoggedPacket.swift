import CNetfilter

/// A packet of which a log group has a copy.
struct LoggedPacket {
    /// The kernel's count of packets of the group; nil where it does not number them.
    var sequence: UInt32?
    /// The beginning of the packet, from the IP header on; valid until the next receive.
    var payload: UnsafeRawBufferPointer

    /// Nil where the message is not an NFULNL_MSG_PACKET.
    init?(_ message: NetlinkMessages.Message) {
        guard message.type == UInt16(NFNL_SUBSYS_ULOG) << 8 | UInt16(NFULNL_MSG_PACKET.rawValue) else { return nil }
        self.payload = UnsafeRawBufferPointer(start: nil, count: 0)
        for attribute in NetlinkAttributes(of: message) {
            switch UInt32(attribute.type) {
            case NFULA_SEQ.rawValue: sequence = attribute.bigEndian()
            case NFULA_PAYLOAD.rawValue: payload = attribute.payload
            default: break
            }
        }
    }
}
