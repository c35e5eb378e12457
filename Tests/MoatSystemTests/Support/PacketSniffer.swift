import Glibc
import MoatLab

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

    /// What has arrived since the last call, without what the host sent itself.
    func drain() -> [Packet] {
        var packets: [Packet] = []
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
            if let packet = Packet(buffer[..<count]) { packets.append(packet) }
        }
    }
}
