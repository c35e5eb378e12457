import Glibc
import MoatLab
import MoatModel
import Testing

/// A port of a host, of both families, on which nobody speaks; where it is TCP's, the kernel
/// opens connections.
final class Listener: Sendable {
    let descriptor: Int32

    init(in namespace: NetworkNamespace, port: UInt16, type: __socket_type = SOCK_STREAM) throws {
        descriptor = try namespace.socket(
            domain: AF_INET6, type: Int32(type.rawValue) | Int32(SOCK_NONBLOCK.rawValue))
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        let address = ProbeAddress(Rules.address("::"), port)
        let bound = address.withPointer { bind(descriptor, $0, $1) }
        guard bound == 0, type != SOCK_STREAM || listen(descriptor, 4096) == 0 else {
            throw SystemTestError("listen on port \(port): \(String(cString: strerror(errno)))")
        }
    }

    /// Ends what was accepted, in good order: a reset could reach a client before it has seen
    /// that its connection stands.
    func discard() {
        while true {
            let peer = accept(descriptor, nil, nil)
            guard peer >= 0 else { return }
            Glibc.close(peer)
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
