import CNetfilter
import Glibc

/// Hears of every flow that ends (NFNLGRP_CONNTRACK_DESTROY).
public final class ConntrackEvents {
    private let socket: NetlinkSocket
    private let buffer: UnsafeMutableRawBufferPointer
    private var lengths = [UInt32](repeating: 0, count: batchSize)
    private static let batchSize = 64
    private static let slotSize = 1024
    /// Microseconds in which more may end before the next are taken. Nobody waits for these
    /// events, and waking up for each one would take time from connections that begin.
    private static let pause: UInt32 = 10_000

    /// Listens in the network namespace of the calling thread.
    public init() throws(KernelError) {
        let group = UInt32(NFNLGRP_CONNTRACK_DESTROY.rawValue)
        self.socket = try NetlinkSocket(groups: 1 << (group - 1), receiveBuffer: 16 << 20, receiveTimeout: 200)
        self.buffer = .allocate(byteCount: Self.batchSize * Self.slotSize, alignment: 16)
    }

    deinit {
        buffer.deallocate()
    }

    /// Waits at most 200 ms for flows that ended, and a moment for others after the last.
    /// - Returns: false where the kernel had to drop events because we were too slow.
    public func serve(_ body: (ConntrackEntry) -> Void) throws(KernelError) -> Bool {
        let received = moat_recvmmsg(
            socket.descriptor, buffer.baseAddress, UInt32(Self.slotSize), UInt32(Self.batchSize), &lengths)
        guard received > 0 else {
            if received == 0 || errno == EAGAIN || errno == EINTR { return true }
            if errno == ENOBUFS { return false }
            throw KernelError(errno: errno, "cannot hear of ended flows")
        }
        for slot in 0..<Int(received) {
            let start = slot * Self.slotSize
            let length = min(Int(lengths[slot]), Self.slotSize)
            for message in NetlinkMessages(UnsafeRawBufferPointer(rebasing: buffer[start..<start + length])) {
                if let entry = ConntrackEntry(message) { body(entry) }
            }
        }
        if received < Self.batchSize { usleep(Self.pause) }
        return true
    }
}
