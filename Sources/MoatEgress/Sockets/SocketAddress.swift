import Glibc
import MoatModel

/// An IPv4 address and port in the form that socket calls take.
struct SocketAddress: Hashable {
    var address: IPv4Address
    var port: UInt16

    /// Calls `body` with the address as `sockaddr`.
    func withSockaddr<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        var raw = sockaddr_in()
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = port.bigEndian
        raw.sin_addr.s_addr = address.rawValue.bigEndian
        return withUnsafePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// What `fill` writes; nil where it fails or the address is not IPv4.
    static func reading(_ fill: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) -> (
        result: Int32, address: SocketAddress
    )? {
        var raw = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { fill($0, &length) }
        }
        guard result >= 0, raw.sin_family == sa_family_t(AF_INET) else { return nil }
        return (
            result,
            SocketAddress(
                address: IPv4Address(rawValue: UInt32(bigEndian: raw.sin_addr.s_addr)),
                port: UInt16(bigEndian: raw.sin_port))
        )
    }
}
