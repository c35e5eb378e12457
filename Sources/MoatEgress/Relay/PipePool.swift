import CSockets
import Glibc

/// Empty pipes for splice(2), for one thread. A pipe is with a tunnel only while bytes are in
/// it, so a few serve all tunnels.
struct PipePool: ~Copyable {
    struct Pipe {
        var readEnd: Int32
        var writeEnd: Int32
    }

    private var free: [Pipe] = []
    private var made = 0
    private let limit: Int
    private let size: Int32

    /// - Parameters:
    ///   - limit: pipes that may exist at a time
    ///   - size: bytes that a pipe is to hold; what the kernel grants may be less
    init(limit: Int, size: Int32) {
        self.limit = limit
        self.size = size
    }

    deinit {
        for pipe in free { Self.close(pipe) }
    }

    /// Nil where all are in use: then bytes are copied instead.
    mutating func take() -> Pipe? {
        if let pipe = free.popLast() { return pipe }
        guard made < limit else { return nil }
        var descriptors: [Int32] = [-1, -1]
        guard sockets_pipe2(&descriptors, O_NONBLOCK | O_CLOEXEC) == 0 else { return nil }
        _ = sockets_set_pipe_size(descriptors[1], size)
        made += 1
        return Pipe(readEnd: descriptors[0], writeEnd: descriptors[1])
    }

    mutating func giveBack(_ pipe: Pipe) {
        free.append(pipe)
    }

    /// Gets rid of a pipe that still holds bytes.
    mutating func discard(_ pipe: Pipe) {
        Self.close(pipe)
        made -= 1
    }

    private static func close(_ pipe: Pipe) {
        Glibc.close(pipe.readEnd)
        Glibc.close(pipe.writeEnd)
    }
}
