import CNetfilter
import Glibc

/// One netfilter log group (linux/netfilter/nfnetlink_log.h), read by one thread: copies of
/// packets that a rule sends there while the packet itself goes its way.
public final class PacketLog {
    /// Bytes of each packet that the kernel hands over: an IPv6 header with a few extension
    /// headers and a TCP header behind them.
    static let copyRange: UInt32 = 128
    /// Hundredths of a second that the kernel may collect packets before it hands them over.
    private static let patience: UInt32 = 20
    private static let bufferSize = 64 << 10

    public let group: UInt16
    private let socket: NetlinkSocket
    private let buffer: UnsafeMutableRawBufferPointer
    private var nextSequence: UInt32?

    /// Binds the group in the network namespace of the calling thread.
    /// - Throws: `KernelError`; `busy` where another process reads the group
    public init(group: UInt16) throws(KernelError) {
        self.group = group
        self.socket = try NetlinkSocket(receiveBuffer: 1 << 20, receiveTimeout: 200)
        self.buffer = .allocate(byteCount: Self.bufferSize, alignment: 16)
        // What is lost shows in the sequence numbers.
        socket.setOption(NETLINK_NO_ENOBUFS, true)
        try configure {
            $0.attribute(UInt16(NFULA_CFG_CMD.rawValue), UInt8(NFULNL_CFG_CMD_BIND.rawValue))
        }
        try configure { writer in
            // nfulnl_msg_config_mode: copy_range (big endian), copy_mode, padding
            let range = withUnsafeBytes(of: Self.copyRange.bigEndian) { Array($0) }
            writer.attribute(UInt16(NFULA_CFG_MODE.rawValue), bytes: range + [UInt8(NFULNL_COPY_PACKET), 0])
            writer.attribute(UInt16(NFULA_CFG_TIMEOUT.rawValue), bigEndian: Self.patience)
            writer.attribute(UInt16(NFULA_CFG_FLAGS.rawValue), bigEndian: UInt16(NFULNL_CFG_F_SEQ))
        }
    }

    deinit {
        buffer.deallocate()
    }

    private func configure(_ body: (inout NetlinkWriter) -> Void) throws(KernelError) {
        try socket.configure(
            subsystem: NFNL_SUBSYS_ULOG, message: UInt16(NFULNL_MSG_CONFIG.rawValue), resource: group,
            name: "packet log group \(group)", body)
    }

    /// Waits for packets, at most 200 ms; each is valid until `body` returns.
    /// - Returns: how many packets were lost since the last call
    public func serve(_ body: (UnsafeRawBufferPointer) -> Void) throws(KernelError) -> UInt64 {
        guard let datagram = try socket.receive(into: buffer) else { return 0 }
        var lost: UInt64 = 0
        for message in NetlinkMessages(datagram) {
            guard let packet = LoggedPacket(message) else { continue }
            if let sequence = packet.sequence {
                if let nextSequence { lost += UInt64(sequence &- nextSequence) }
                nextSequence = sequence &+ 1
            }
            body(packet.payload)
        }
        return lost
    }
}
