import Glibc

/// A file's device and inode number.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    /// Nil where there is no such file, or none that may be looked at.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

/// Which file is at a path, and since when as it is: changes whenever the file is replaced, also
/// by one that gets the number of one that was there before.
struct FileState: Hashable, Sendable {
    private let identity: FileIdentity
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int

    /// Nil where there is no such file, or none that may be looked at.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        identity = FileIdentity(status)
        (seconds, nanoseconds) = (status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
        size = Int(status.st_size)
    }
}

/// The few file operations that a lab needs.
enum FileSystem {
    /// Names in a folder, without `.` and `..`; none where it cannot be read.
    static func entries(of path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    static func read(_ path: String, limit: Int = 1 << 24) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("read \(path)", errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read \(path)", errno) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        throw SystemError("read \(path)", EFBIG)
    }

    static func readText(_ path: String) throws -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// Writes to an existing file such as one under /proc, or makes it.
    static func write(_ text: String, to path: String, flags: Int32 = O_TRUNC) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw SystemError("write \(path)", errno) }
        defer { close(descriptor) }
        try write(Array(text.utf8), to: descriptor, of: path)
    }

    /// Writes all bytes to an open file; `path` is what an error calls it.
    static func write(_ bytes: [UInt8], to descriptor: Int32, of path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError("write \(path)", errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// A folder and those above it, where missing.
    static func makeDirectories(_ path: String) throws {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw SystemError("make the folder \(made)", errno)
            }
        }
    }

    /// A folder with all that is in it; symbolic links are removed, not followed.
    static func removeTree(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in entries(of: path) { try removeTree("\(path)/\(name)") }
            guard rmdir(path) == 0 || errno == ENOENT else { throw SystemError("remove \(path)", errno) }
        } else {
            guard unlink(path) == 0 || errno == ENOENT else { throw SystemError("remove \(path)", errno) }
        }
    }
}
