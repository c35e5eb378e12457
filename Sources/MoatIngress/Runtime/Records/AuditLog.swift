import Foundation

/// The file that ModSecurity writes its findings to, a line for each request, read from where it was read last.
/// When it is long it is emptied, under the lock under which ModSecurity writes, so that no line is lost.
struct AuditLog {
    /// From that length on the file is emptied.
    static let maximumLength: off_t = 4 * 1024 * 1024
    static let maximumLine = 1024 * 1024
    /// The most bytes that are read at once.
    private static let chunk = 1024 * 1024

    let path: String
    private var lines = LogLines(maximumLine: maximumLine)
    private var offset: off_t = 0
    private var file: ino_t = 0

    init(path: String) {
        self.path = path
    }

    /// Lines that were too long.
    var skipped: UInt64 { lines.skipped }

    /// The lines that are complete since the last call, at most about as many as fit into a chunk.
    mutating func read() -> [ArraySlice<UInt8>] {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        // It is not there before nginx is.
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return [] }
        if status.st_ino != file || status.st_size < offset {
            file = status.st_ino
            offset = 0
            lines.reset()
        }
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        let count = pread(descriptor, &buffer, buffer.count, offset)
        if count > 0 {
            offset += off_t(count)
            var complete: [ArraySlice<UInt8>] = []
            lines.add(buffer[..<count]) { complete.append($0) }
            return complete
        }
        if offset >= Self.maximumLength { empty(descriptor) }
        return []
    }

    /// Where all of the file has been read. Waits for no lock: another time will do.
    private mutating func empty(_ descriptor: Int32) {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        guard fcntl(descriptor, F_SETLK, &lock) == 0 else { return }
        // Closing the file, which comes next, gives the lock up.
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size == offset, ftruncate(descriptor, 0) == 0 else { return }
        offset = 0
    }
}
