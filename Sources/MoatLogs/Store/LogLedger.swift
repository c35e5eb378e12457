import Foundation
import Synchronization

/// Two counters that outlive the process, in a file that is mapped into memory: records accepted,
/// and accepted ones that were given up. The kernel writes them out in its own time, so that they
/// survive `kill -9` and cost an addition; after a power cut they may be behind.
final class LogLedger: @unchecked Sendable {
    // Records are accepted by the threads that judge and by the log's own, so each is atomic.
    private let counters: UnsafeMutablePointer<Atomic<UInt64>>
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
        counters = place.bindMemory(to: Atomic<UInt64>.self, capacity: 2)
    }

    deinit {
        munmap(counters, Self.length)
    }

    func accept(_ count: Int) { counters[0].wrappingAdd(UInt64(clamping: count), ordering: .relaxed) }

    func giveUp(_ count: Int) { counters[1].wrappingAdd(UInt64(clamping: count), ordering: .relaxed) }

    /// Records that should be in the store.
    var due: UInt64 {
        // In this order, as what is given up was accepted before.
        let givenUp = counters[1].load(ordering: .relaxed)
        let accepted = counters[0].load(ordering: .relaxed)
        return accepted &- min(accepted, givenUp)
    }

    /// Goes on with a file that has `new` records where `old` were thought to be in it.
    func correct(from old: UInt64, to new: UInt64) {
        if new > old { accept(Int(clamping: new - old)) } else { giveUp(Int(clamping: old - new)) }
    }

    /// Begins anew with a store that has so many records, before any is accepted.
    func reset(stored: UInt64) {
        counters[0].store(stored, ordering: .relaxed)
        counters[1].store(0, ordering: .relaxed)
    }
}
