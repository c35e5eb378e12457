import CSockets
import Glibc

/// A file descriptor that closes with its last reference.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// A socket that does not block; nil where there are no descriptors left.
    static func socket(_ family: Int32, _ type: __socket_type) -> Descriptor? {
        let flags = SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let number = Glibc.socket(family, Int32(type.rawValue | flags), 0)
        return number < 0 ? nil : Descriptor(number)
    }

    func set(_ option: Int32, level: Int32 = SOL_SOCKET, to value: Int32) {
        var value = value
        setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
