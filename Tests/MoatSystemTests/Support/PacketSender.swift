import Glibc
import MoatLab
import MoatModel

/// Sends whole packets from a host, with whatever source they claim, by its routes (raw(7)).
final class PacketSender: Sendable {
    private let ipv4: Int32
    private let ipv6: Int32

    init(in namespace: NetworkNamespace) throws {
        // IPPROTO_RAW: the IP header is the sender's.
        ipv4 = try namespace.socket(domain: AF_INET, type: Int32(SOCK_RAW.rawValue), protocol: 255)
        ipv6 = try namespace.socket(domain: AF_INET6, type: Int32(SOCK_RAW.rawValue), protocol: 255)
    }

    deinit {
        close(ipv4)
        close(ipv6)
    }

    func send(_ packet: Packet) throws {
        guard send(packet.bytes, to: packet.destination) else {
            throw SystemTestError("send \(packet): \(String(cString: strerror(errno)))")
        }
    }

    /// - Returns: whether the kernel took it.
    func send(_ bytes: [UInt8], to destination: IPAddress) -> Bool {
        let descriptor = destination.family == .ipv4 ? ipv4 : ipv6
        return ProbeAddress(destination, 0).withPointer { address, length in
            sendto(descriptor, bytes, bytes.count, 0, address, length) == bytes.count
        }
    }
}
