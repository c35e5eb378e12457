import Foundation
import MoatLab

/// A folder that is gone with its last reference.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "moat-system-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file, and the folders above it.
    func write(_ text: String, to name: String) throws {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Writes `count` bytes in which a piece that is lost or comes twice shows.
    /// - Returns: their SHA-256, in hexadecimal
    func write(bytes count: Int, to name: String) throws -> String {
        // The length of the block is a prime.
        let script = "head -c 999983 /dev/urandom > block; while cat block; do :; done 2>/dev/null | head -c \(count)"
        let result = try Command(
            ["bash", "-c", "cd '\(path)' && { \(script); } > '\(name)'; rm block; sha256sum '\(name)'"],
            timeLimit: .seconds(120)
        ).run()
        guard result.output.count > 64 else { throw SystemTestError("\(result.error)") }
        return String(result.output.prefix(64))
    }
}
