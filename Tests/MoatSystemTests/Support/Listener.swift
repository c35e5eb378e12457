import Glibc
import MoatLab
import MoatModel
import Testing

/// A TCP port of a host, of both families, on which the kernel answers and nobody speaks.
final class Listener: Sendable {
    let descriptor: Int32

    init(in namespace: NetworkNamespace, port: UInt16) throws {
        descriptor = try namespace.socket(
            domain: AF_INET6, type: Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue))
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        let address = SocketAddress(Rules.address("::"), port)
        let bound = address.withPointer { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, 4096) == 0 else {
            throw SystemTestError("listen on port \(port): \(String(cString: strerror(errno)))")
        }
    }

    /// Ends what was accepted, with a reset, so that neither side remembers it.
    func discard() {
        while true {
            let peer = accept(descriptor, nil, nil)
            guard peer >= 0 else { return }
            closeWithReset(peer)
        }
    }

    func close() {
        Glibc.close(descriptor)
    }
}

/// Closes a connection at once, without TIME_WAIT.
func closeWithReset(_ descriptor: Int32) {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    close(descriptor)
}
