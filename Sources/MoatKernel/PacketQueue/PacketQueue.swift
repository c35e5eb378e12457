import CNetfilter
import Glibc

/// One netfilter queue (linux/netfilter/nfnetlink_queue.h), read by one thread.
///
/// It never fails open: when it overflows, or when nobody reads it, the kernel drops the
/// packet. What overflowed is counted in `PacketQueueStatistics`.
public final class PacketQueue {
    /// Packets taken in one system call.
    static let batchSize = 64
    /// Bytes of each packet that the kernel hands over: an IPv6 header with a few extension
    /// headers and the ports behind them.
    static let copyRange: UInt32 = 192
    private static let slotSize = 512

    public let number: UInt16
    private let socket: NetlinkSocket
    private let buffer: UnsafeMutableRawBufferPointer
    private var lengths = [UInt32](repeating: 0, count: batchSize)
    private var verdicts = NetlinkWriter(reserving: batchSize * 48)

    /// Binds the queue in the network namespace of the calling thread.
    /// - Parameters:
    ///   - number: the queue's number
    ///   - capacity: packets that may wait before the kernel drops
    /// - Throws: `KernelError`; `busy` where another process reads the queue
    public init(number: UInt16, capacity: UInt32 = 8192) throws(KernelError) {
        self.number = number
        // One waiting packet costs about 1 KiB of socket memory.
        self.socket = try NetlinkSocket(receiveBuffer: Int32(capacity) * 1024, receiveTimeout: 200)
        self.buffer = .allocate(byteCount: Self.batchSize * Self.slotSize, alignment: 16)
        // An overrun shows in the queue's statistics; an error on receive would tell less.
        socket.setOption(NETLINK_NO_ENOBUFS, true)
        try configure {
            $0.attribute(UInt16(NFQA_CFG_CMD.rawValue), bytes: [UInt8(NFQNL_CFG_CMD_BIND.rawValue), 0, 0, 0])
        }
        try configure { writer in
            // nfqnl_msg_config_params: copy_range (big endian), copy_mode
            let range = withUnsafeBytes(of: Self.copyRange.bigEndian) { Array($0) }
            writer.attribute(
                UInt16(NFQA_CFG_PARAMS.rawValue), bytes: range + [UInt8(NFQNL_COPY_PACKET.rawValue)])
            writer.attribute(UInt16(NFQA_CFG_QUEUE_MAXLEN.rawValue), bigEndian: capacity)
            // Large packets come whole: the kernel need not cut and sum what we only look at.
            writer.attribute(UInt16(NFQA_CFG_FLAGS.rawValue), bigEndian: UInt32(NFQA_CFG_F_GSO))
            writer.attribute(UInt16(NFQA_CFG_MASK.rawValue), bigEndian: UInt32(NFQA_CFG_F_GSO))
        }
    }

    deinit {
        buffer.deallocate()
    }

    private func configure(_ body: (inout NetlinkWriter) -> Void) throws(KernelError) {
        try socket.configure(
            subsystem: NFNL_SUBSYS_QUEUE, message: UInt16(NFQNL_MSG_CONFIG.rawValue), resource: number,
            name: "packet queue \(number)", hint: "; is another moat running here?", body)
    }

    /// Waits for packets, at most 200 ms, and answers every one of those that came.
    /// - Parameters:
    ///   - begin: called once for the batch, before its first packet is judged
    ///   - judge: gives the verdict of each packet
    /// - Returns: the number of packets answered.
    /// - Throws: `KernelError` where the queue is lost
    @discardableResult
    public func serve(begin: () -> Void, judge: (QueuedPacket) -> PacketVerdict) throws(KernelError) -> Int {
        let received = moat_recvmmsg(
            socket.descriptor, buffer.baseAddress, UInt32(Self.slotSize), UInt32(Self.batchSize), &lengths)
        guard received > 0 else {
            if received == 0 || errno == EAGAIN || errno == EINTR || errno == ENOBUFS { return 0 }
            throw KernelError(errno: errno, "cannot receive from packet queue \(number)")
        }
        begin()
        verdicts.removeAll()
        var answered = 0
        for slot in 0..<Int(received) {
            let length = min(Int(lengths[slot]), Self.slotSize)
            let start = slot * Self.slotSize
            for message in NetlinkMessages(UnsafeRawBufferPointer(rebasing: buffer[start..<start + length])) {
                guard let packet = QueuedPacket(message) else { continue }
                judge(packet).write(to: &verdicts, queue: number, packet: packet.id)
                answered += 1
            }
        }
        if answered > 0 { try socket.send(verdicts.bytes) }
        return answered
    }
}
