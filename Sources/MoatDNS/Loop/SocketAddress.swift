import CSockets
import Glibc
import MoatModel

/// An address and a port as the kernel has them.
struct SocketAddress {
    var storage = sockaddr_storage()

    init(_ storage: sockaddr_storage) {
        self.storage = storage
    }

    init(_ address: IPAddress, port: UInt16) {
        switch address {
        case .v4(let address):
            var inet = sockaddr_in()
            inet.sin_family = sa_family_t(AF_INET)
            inet.sin_port = port.bigEndian
            inet.sin_addr.s_addr = address.rawValue.bigEndian
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: inet, as: sockaddr_in.self) }
        case .v6(let address):
            var inet = sockaddr_in6()
            inet.sin6_family = sa_family_t(AF_INET6)
            inet.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &inet.sin6_addr) {
                $0.storeBytes(of: address.rawValue.bigEndian, as: UInt128.self)
            }
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: inet, as: sockaddr_in6.self) }
        }
    }

    var length: socklen_t {
        socklen_t(
            Int32(storage.ss_family) == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
    }

    /// Nil for another family than those of the Internet.
    var endpoint: DNSServerAddress? {
        withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let inet = bytes.loadUnaligned(as: sockaddr_in.self)
                return DNSServerAddress(
                    .v4(IPv4Address(rawValue: UInt32(bigEndian: inet.sin_addr.s_addr))),
                    port: UInt16(bigEndian: inet.sin_port))
            case AF_INET6:
                let inet = bytes.loadUnaligned(as: sockaddr_in6.self)
                let number = withUnsafeBytes(of: inet.sin6_addr) { $0.loadUnaligned(as: UInt128.self) }
                return DNSServerAddress(
                    .v6(IPv6Address(rawValue: UInt128(bigEndian: number))), port: UInt16(bigEndian: inet.sin6_port))
            default: return nil
            }
        }
    }

    func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// The local address of a socket.
    static func local(of descriptor: Int32) -> DNSServerAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return result == 0 ? SocketAddress(storage).endpoint : nil
    }
}
