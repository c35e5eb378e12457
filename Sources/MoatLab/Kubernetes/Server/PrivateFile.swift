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
        try FileSystem.write(bytes, to: descriptor, of: temporary)
        guard rename(temporary, path) == 0 else { throw SystemError("put \(path) in place", errno) }
    }
}
