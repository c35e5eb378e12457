import Foundation
import MoatLab

/// Shows the stages of a lab's coming up on standard error: a line for each once it is
/// done, and on a terminal what is being done until then.
final class LabProgressLine: @unchecked Sendable {
    private static let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    private let isTerminal = isatty(STDERR_FILENO) == 1
    // Guards `current`, which the spinner's thread reads.
    private let lock = NSLock()
    private var current: String?
    private var timer: (any DispatchSourceTimer)?

    var progress: LabProgress {
        LabProgress(began: { self.begin($0.title) }, ended: { self.end($0.title) })
    }

    private func begin(_ title: String) {
        lock.withLock { current = title }
        guard isTerminal else { return }
        var frame = 0
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now(), repeating: .milliseconds(80))
        timer.setEventHandler { [self] in
            lock.withLock {
                guard let current else { return }
                Self.write("\r\u{1b}[K\(Self.frames[frame % Self.frames.count]) \(current)")
                frame += 1
            }
        }
        timer.resume()
        self.timer = timer
    }

    private func end(_ title: String) {
        lock.withLock {
            current = nil
            Self.write(isTerminal ? "\r\u{1b}[K✓ \(title)\n" : "\(title)\n")
        }
        timer?.cancel()
        timer = nil
    }

    /// Clears what is being shown, after an error.
    func stop() {
        lock.withLock {
            if isTerminal, current != nil { Self.write("\r\u{1b}[K") }
            current = nil
        }
        timer?.cancel()
        timer = nil
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
