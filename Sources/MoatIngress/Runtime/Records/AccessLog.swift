import Foundation

/// The file that nginx writes a line to for each request, read from where it was read last.
///
/// nginx gathers lines before it writes, and loses none where nobody reads. When the file is long it is put
/// aside and nginx is told to begin another; what is aside is read to its end, which has come when nobody has it
/// open for writing any more, and removed.
struct AccessLog {
    /// So many bytes may wait to be read; more are left out, and their lines counted.
    static let maximumBacklog: off_t = 64 * 1024 * 1024
    static let maximumLine = 256 * 1024
    /// The most bytes that are read at once.
    private static let chunk = 1024 * 1024
    /// How long nginx is given to begin another file before it is told again.
    private static let patience = Duration.seconds(5)

    let path: String
    /// From that length on the file is put aside.
    private let maximumLength: off_t
    /// Lines that were left out as too many waited.
    private(set) var lost: UInt64 = 0
    private var lines = LogLines(maximumLine: maximumLine)
    private var descriptor: Int32 = -1
    private var offset: off_t = 0
    /// Since when the file is aside; nil where it is not.
    private var aside: ContinuousClock.Instant?
    private var buffer = [UInt8](repeating: 0, count: chunk)

    init(path: String, maximumLength: off_t = 16 * 1024 * 1024) {
        self.path = path
        self.maximumLength = maximumLength
    }

    /// Lines that were too long.
    var skipped: UInt64 { lines.skipped }

    private var asidePath: String { Self.asidePath(of: path) }

    /// Where the file of that path is put aside.
    static func asidePath(of path: String) -> String { path + ".1" }

    /// Calls `body` with the lines that are complete since the last call.
    /// - Parameters:
    ///   - reopen: has nginx begin another file
    ///   - body: takes a line
    mutating func read(reopen: () -> Void, _ body: (ArraySlice<UInt8>) -> Void) {
        repeat { readToEnd(body) } while isFinished(reopen)
    }

    mutating func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
    }

    private mutating func readToEnd(_ body: (ArraySlice<UInt8>) -> Void) {
        if descriptor < 0 {
            descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            offset = 0
            lines.reset()
        }
        // It is not there before nginx is.
        guard descriptor >= 0 else { return }
        while true {
            let count = pread(descriptor, &buffer, buffer.count, offset)
            guard count > 0 else { return }
            offset += off_t(count)
            if backlog > Self.maximumBacklog {
                lost += UInt64(buffer[..<count].count { $0 == UInt8(ascii: "\n") })
                lines.reset()
            } else {
                lines.add(buffer[..<count], body)
            }
        }
    }

    private var backlog: off_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_size - offset : 0
    }

    /// Whether there is another file to go on with.
    private mutating func isFinished(_ reopen: () -> Void) -> Bool {
        guard descriptor >= 0 else { return false }
        guard let since = aside else {
            if offset >= maximumLength, rename(path, asidePath) == 0 {
                aside = .now
                reopen()
            }
            return false
        }
        let isOverdue = ContinuousClock.now - since > Self.patience
        guard !isWritten(otherwise: !isOverdue) else {
            if isOverdue {
                aside = .now
                reopen()
            }
            return false
        }
        // What was written before the last writer was gone.
        guard backlog == 0 else { return false }
        close()
        unlink(asidePath)
        aside = nil
        return true
    }

    /// Whether some process may still write to the file: only then is there no lease to be had for reading it
    /// (fcntl(2)). A file system without leases says nothing, and the answer is `otherwise`.
    private func isWritten(otherwise: Bool) -> Bool {
        // Should somebody open it after all, that is told by a signal that does nothing.
        guard fcntl(descriptor, Self.setSignal, SIGURG) == 0 else { return otherwise }
        guard fcntl(descriptor, Self.setLease, Int32(F_RDLCK)) == 0 else {
            return errno == EAGAIN ? true : otherwise
        }
        _ = fcntl(descriptor, Self.setLease, Int32(F_UNLCK))
        return false
    }

    // Of Linux, and not in what Glibc gives Swift.
    private static let setSignal: Int32 = 10
    private static let setLease: Int32 = 1024
}
