import CNetfilter
import Glibc

/// A netlink socket, of netfilter unless another protocol is named. It belongs to the network namespace of the thread that opens
/// it, for life. Needs CAP_NET_ADMIN for all that changes something.
public final class NetlinkSocket: Sendable {
    /// SOL_NETLINK, which the C library's headers leave to the kernel's.
    private static let socketLevel: Int32 = 270

    let descriptor: Int32

    /// - Parameters:
    ///   - protocol: NETLINK_…; nil for netfilter
    ///   - groups: bit n - 1 set to hear multicast group n (NFNLGRP_…)
    ///   - receiveBuffer: bytes the kernel may keep for us before it drops; nil for the default
    ///   - receiveTimeout: milliseconds after which a blocking receive returns empty; nil for never
    /// - Throws: `KernelError` where the process may not
    public init(
        protocol: Int32? = nil, groups: UInt32 = 0, receiveBuffer: Int32? = nil,
        receiveTimeout: Int? = nil
    ) throws(KernelError) {
        let descriptor = socket(
            AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            `protocol` ?? NETLINK_NETFILTER)
        guard descriptor >= 0 else { throw KernelError(errno: errno, "cannot open a netfilter netlink socket") }
        self.descriptor = descriptor
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        address.nl_groups = groups
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_nl>.size))
            }
        }
        guard bound == 0 else { throw KernelError(errno: errno, "cannot bind a netfilter netlink socket") }
        if let receiveBuffer {
            var size = receiveBuffer
            // SO_RCVBUFFORCE may pass net.core.rmem_max; it needs CAP_NET_ADMIN, which we need anyway.
            if setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, 4) != 0 {
                setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
            }
        }
        if let receiveTimeout {
            var timeout = timeval(tv_sec: receiveTimeout / 1000, tv_usec: receiveTimeout % 1000 * 1000)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    deinit {
        close(descriptor)
    }

    /// The number by which the kernel names this socket, such as in the events of what it asked
    /// for.
    var port: UInt32 {
        var address = sockaddr_nl()
        var length = socklen_t(MemoryLayout<sockaddr_nl>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return address.nl_pid
    }

    /// Sets a boolean option of level SOL_NETLINK.
    func setOption(_ option: Int32, _ value: Bool) {
        var value: Int32 = value ? 1 : 0
        setsockopt(descriptor, Self.socketLevel, option, &value, 4)
    }

    /// Sends messages to the kernel, which acts on them before this returns.
    func send(_ bytes: [UInt8]) throws(KernelError) {
        while true {
            let sent = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
            if sent == bytes.count { return }
            if sent < 0, errno == EINTR { continue }
            throw KernelError(errno: sent < 0 ? errno : EMSGSIZE, "cannot send to netfilter")
        }
    }

    /// Receives one datagram. Nil on a time-out.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(KernelError) -> UnsafeRawBufferPointer? {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return nil
            default: throw KernelError(errno: errno, "cannot receive from netfilter")
            }
        }
    }

    /// Sends one request that asks for an acknowledgement (NLM_F_ACK) and waits for it.
    /// - Returns: 0, or the kernel's errno.
    func transact(_ request: [UInt8]) throws(KernelError) -> Int32 {
        try send(request)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16384, alignment: 16)
        defer { buffer.deallocate() }
        while let datagram = try receive(into: buffer) {
            for message in NetlinkMessages(datagram) where message.type == UInt16(NLMSG_ERROR) {
                guard message.payload.count >= 4 else {
                    throw KernelError(.malformedMessage, "netfilter sent an acknowledgement that is too short")
                }
                return -message.payload.loadUnaligned(as: Int32.self)
            }
        }
        throw KernelError(.refused, "netfilter did not answer in time")
    }
}
