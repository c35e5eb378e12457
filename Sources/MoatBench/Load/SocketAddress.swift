import Glibc
import MoatModel

enum SocketAddress {
    static func ipv4(_ text: String, _ port: UInt16) throws(LoadError) -> sockaddr_in {
        guard let address = IPv4Address(text) else {
            errno = EINVAL
            throw LoadError("the address \(text)")
        }
        var socketAddress = sockaddr_in()
        socketAddress.sin_family = sa_family_t(AF_INET)
        socketAddress.sin_port = port.bigEndian
        socketAddress.sin_addr.s_addr = address.rawValue.bigEndian
        return socketAddress
    }
}
