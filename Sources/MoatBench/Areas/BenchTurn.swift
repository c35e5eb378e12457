import Foundation

/// One run of the benchmarks at a time on a machine: two would measure each other. What a run
/// that was broken off has left, namespaces and the programs in them, is removed at the start.
struct BenchTurn {
    private static let path = "/run/moat-bench.lock"
    private let descriptor: Int32

    /// - Throws: `BenchError` where another run goes on.
    init() throws {
        descriptor = open(Self.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw BenchError("\(Self.path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw BenchError("another run of the benchmarks goes on; wait for its end (it holds \(Self.path))")
        }
        BenchNetwork.removeRemains()
    }

    func end() { close(descriptor) }
}
