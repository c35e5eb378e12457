import CSockets
import Glibc

/// One direction of a tunnel: bytes read from one socket and not yet written to the other, and
/// how far its end has come.
///
/// A direction with little traffic is copied through a buffer of the thread and keeps no memory
/// in between. One that carries much is spliced: its bytes stay in the kernel.
struct Pump {
    /// Bytes after which a direction counts as bulk.
    private static let bulkThreshold = 128 << 10
    /// Rounds of reading and writing in a row, so that one tunnel does not hold up the others.
    private static let maximumRounds = 16

    /// Read and not yet written, when copied.
    var pending = ByteQueue()
    /// The same when spliced.
    private var pipe: PipePool.Pipe?
    private var inPipe = 0
    /// Bytes moved so far.
    private(set) var moved: UInt64 = 0
    private var sawEnd = false
    /// The end has been passed on.
    private(set) var isFinished = false

    enum Outcome {
        /// Waits for one of the sockets, or has ended.
        case blocked
        /// Would go on: others come first.
        case yielded
        /// A socket is broken.
        case failed
    }

    /// Moves what can be moved. `isLast`: the other direction has ended, so that both sockets are
    /// closed once this one has: its end need not be passed on.
    mutating func run(
        from source: inout SocketState, to sink: inout SocketState, _ buffer: UnsafeMutableRawBufferPointer,
        _ pipes: inout PipePool, isLast: Bool
    ) -> Outcome {
        var rounds = 0
        while rounds < Self.maximumRounds {
            switch flush(to: &sink, &pipes) {
            case .failed: return .failed
            case .blocked: return .blocked
            case .done: break
            }
            if sawEnd {
                if !isFinished, !isLast { TCPSocket.shutdownWrite(sink.descriptor) }
                isFinished = true
                return .blocked
            }
            // What could not be written is not read.
            guard source.isReadable, sink.isWritable else { return .blocked }
            rounds += 1
            if moved >= Self.bulkThreshold, let taken = pipes.take() {
                switch splice(from: &source, taken, &pipes) {
                case .failed: return .failed
                case .blocked: return .blocked
                case .done: continue
                }
            }
            switch copy(from: &source, to: &sink, buffer) {
            case .failed: return .failed
            case .blocked: return .blocked
            case .done: continue
            }
        }
        return .yielded
    }

    private enum Step {
        case done, blocked, failed
    }

    private mutating func flush(to sink: inout SocketState, _ pipes: inout PipePool) -> Step {
        if !pending.isEmpty {
            let written = pending.withBytes { sink.write($0) }
            guard written >= 0 else { return .failed }
            pending.removeFirst(written)
            moved += UInt64(written)
            guard pending.isEmpty else { return .blocked }
        }
        if let pipe {
            while inPipe > 0 {
                guard sink.isWritable else { return .blocked }
                let count = sockets_splice(pipe.readEnd, sink.descriptor, inPipe)
                if count > 0 {
                    inPipe -= count
                    moved += UInt64(count)
                } else if count < 0, errno == EAGAIN {
                    sink.isWritable = false
                } else if count == 0 || errno != EINTR {
                    return .failed
                }
            }
            pipes.giveBack(pipe)
            self.pipe = nil
        }
        return .done
    }

    private mutating func splice(
        from source: inout SocketState, _ taken: PipePool.Pipe, _ pipes: inout PipePool
    ) -> Step {
        let count = sockets_splice(source.descriptor, taken.writeEnd, 1 << 20)
        if count > 0 {
            pipe = taken
            inPipe = count
            return .done
        }
        let code = errno
        pipes.giveBack(taken)
        if count == 0 {
            sawEnd = true
            return .done
        }
        if code == EINTR { return .done }
        source.isReadable = false
        return code == EAGAIN ? .blocked : .failed
    }

    private mutating func copy(
        from source: inout SocketState, to sink: inout SocketState, _ buffer: UnsafeMutableRawBufferPointer
    ) -> Step {
        switch source.read(into: buffer) {
        case .ended:
            sawEnd = true
            return .done
        case .blocked: return .blocked
        case .failed: return .failed
        case .bytes(let count):
            let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
            let written = sink.write(bytes)
            guard written >= 0 else { return .failed }
            moved += UInt64(written)
            if written < count { pending.append(UnsafeRawBufferPointer(rebasing: bytes[written...])) }
            return .done
        }
    }

    /// Gives back what the direction holds, whatever state it is in.
    mutating func release(_ pipes: inout PipePool) {
        pending.removeAll()
        guard let pipe else { return }
        if inPipe > 0 { pipes.discard(pipe) } else { pipes.giveBack(pipe) }
        self.pipe = nil
    }
}
