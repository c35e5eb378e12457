import Glibc

/// The line on its standard output by which a process of a lab says that it is ready.
struct ReadyLine {
    private let pipe: Descriptor

    enum State {
        case waiting
        case ready
        /// Its output is closed, and so the process has most likely ended.
        case ended
    }

    /// `pipe` is the end to read from.
    init(_ pipe: Descriptor) {
        self.pipe = pipe
    }

    /// Waits for something to come for at most `milliseconds`.
    func state(within milliseconds: Int32) -> State {
        var interest = pollfd(fd: pipe.number, events: Int16(POLLIN), revents: 0)
        guard poll(&interest, 1, milliseconds) > 0 else { return .waiting }
        var byte: UInt8 = 0
        switch read(pipe.number, &byte, 1) {
        case 1: return byte == UInt8(ascii: "\n") ? .ready : .waiting
        default: return .ended
        }
    }
}
