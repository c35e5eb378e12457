import Glibc

/// Files that only their owner may read, and that are there as a whole or not at all.
enum PrivateFile {
    /// - Throws: `SystemError`; what was there before is there still then.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let temporary = "\(path).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("write \(temporary)", errno) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError("write \(temporary)", errno) }
            rest = rest.dropFirst(count)
        }
        guard rename(temporary, path) == 0 else { throw SystemError("put \(path) in place", errno) }
    }
}
