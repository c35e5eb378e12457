import Foundation

/// Standard output for results that come in pieces.
enum StandardOutput {
    /// The reader of a pipe has seen enough, as in `moat logs -f | head`.
    struct Closed: Error {}

    static func writeLine(_ text: String) throws {
        var rest = Array((text + "\n").utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Closed() }
            rest = rest.dropFirst(written)
        }
    }
}
