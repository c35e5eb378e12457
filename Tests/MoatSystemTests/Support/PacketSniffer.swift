import Glibc
import MoatLab
import MoatModel

/// Keeps what arrives at a host, by a packet socket (packet(7)).
final class PacketSniffer {
    private let descriptor: Int32

    init(in namespace: NetworkNamespace) throws {
        // ETH_P_ALL, in network byte order.
        descriptor = try namespace.socket(
            domain: AF_PACKET, type: Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue),
            protocol: Int32(UInt16(3).bigEndian))
        var size: Int32 = 4 << 20
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, 4)
    }

    deinit {
        close(descriptor)
    }

    /// A TCP segment over IPv4, whatever it is for.
    struct Segment: Hashable {
        var source: IPAddress
        var destinationPort: UInt16
        /// As in the header: 1 for FIN, 2 for SYN, 4 for RST, 16 for ACK.
        var flags: UInt8
    }

    /// What has arrived since the last call, without what the host sent itself: first packets
    /// of flows.
    func drain() -> [Packet] {
        read().compactMap { Packet($0) }
    }

    /// The TCP segments over IPv4 that have arrived since the last call.
    func drainTCP() -> [Segment] {
        read().compactMap { bytes in
            guard bytes.count >= 40, bytes[0] >> 4 == 4, bytes[9] == IPProtocol.tcp.rawValue else { return nil }
            let offset = Int(bytes[0] & 15) * 4
            guard bytes.count >= offset + 14 else { return nil }
            return Segment(
                source: .v4(IPv4Address(rawValue: bytes[12..<16].reduce(0) { $0 << 8 | UInt32($1) })),
                destinationPort: UInt16(bytes[offset + 2]) << 8 | UInt16(bytes[offset + 3]),
                flags: bytes[offset + 13])
        }
    }

    private func read() -> [ArraySlice<UInt8>] {
        var packets: [ArraySlice<UInt8>] = []
        var buffer = [UInt8](repeating: 0, count: 2048)
        while true {
            // struct sockaddr_ll, which Glibc's module leaves out: sll_pkttype is its byte 10.
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let count = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    recvfrom(descriptor, &buffer, buffer.count, 0, address, &length)
                }
            }
            guard count >= 0 else { return packets }
            // PACKET_HOST
            guard withUnsafeBytes(of: address, { $0[10] }) == 0 else { continue }
            packets.append(Array(buffer[..<count])[...])
        }
    }
}
