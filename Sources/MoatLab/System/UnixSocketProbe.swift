import Glibc

/// Whether somebody listens at a unix socket.
enum UnixSocketProbe {
    static func answers(at path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            guard path.utf8.count < bytes.count else { return false }
            bytes.copyBytes(from: path.utf8)
            return true
        }
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard fits, number >= 0 else { return false }
        let descriptor = Descriptor(number)
        defer { descriptor.close() }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
