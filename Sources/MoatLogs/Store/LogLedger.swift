import Foundation

/// Two counters that outlive the process, in a file that is mapped into memory: records accepted,
/// and accepted ones that were given up. The kernel writes them out in its own time, so that they
/// survive `kill -9` and cost an addition; after a power cut they may be behind.
final class LogLedger: @unchecked Sendable {
    // Only the log writer's lock and thread change the counters.
    private let counters: UnsafeMutablePointer<UInt64>
    private static let length = 4096

    /// - Throws: `CocoaError` or `POSIXError` where the file cannot be made.
    init(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        // Storage now, so that a full disk is an error here and not a signal later.
        let status = posix_fallocate(descriptor, 0, off_t(Self.length))
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .EIO) }
        guard let place = mmap(nil, Self.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), place != MAP_FAILED
        else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        counters = place.bindMemory(to: UInt64.self, capacity: 2)
    }

    deinit {
        munmap(counters, Self.length)
    }

    func accept(_ count: Int) { counters[0] &+= UInt64(clamping: count) }

    func giveUp(_ count: Int) { counters[1] &+= UInt64(clamping: count) }

    /// Records that should be in the store.
    var due: UInt64 { counters[0] &- min(counters[0], counters[1]) }

    /// Begins anew with a store that has so many records.
    func reset(stored: UInt64) {
        counters[0] = stored
        counters[1] = 0
    }
}
