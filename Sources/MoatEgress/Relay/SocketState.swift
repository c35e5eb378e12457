import Glibc

/// A connected socket and what edge-triggered polling last said of it.
struct SocketState {
    /// -1 where there is none.
    var descriptor: Int32 = -1
    /// Worth reading: cleared once a read found nothing.
    var isReadable = false
    /// Worth writing: cleared once a write was not taken whole.
    var isWritable = false
    /// The peer has sent its last byte: reads must go on until they find it.
    var isEnding = false
    /// Neither side can send any more.
    var isBroken = false

    var isOpen: Bool { descriptor >= 0 }

    enum Read {
        case bytes(Int)
        case ended
        case blocked
        case failed
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Read {
        guard isReadable else { return .blocked }
        while true {
            let count = Glibc.recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 {
                // What did not fill the buffer has drained the socket (epoll(7)); more of it, or
                // its end, makes a new event.
                if count < buffer.count, !isEnding { isReadable = false }
                return .bytes(count)
            }
            if count == 0 { return .ended }
            if errno == EINTR { continue }
            isReadable = false
            return errno == EAGAIN ? .blocked : .failed
        }
    }

    /// How many of the bytes were taken; -1 where the connection is broken.
    mutating func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        var written = 0
        while written < bytes.count {
            guard isWritable else { break }
            let count = send(
                descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, Int32(MSG_NOSIGNAL))
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                isWritable = false
            } else if errno != EINTR {
                return -1
            }
        }
        return written
    }

    mutating func close(reset: Bool = false) {
        guard isOpen else { return }
        if reset { TCPSocket.resetOnClose(descriptor) }
        Glibc.close(descriptor)
        self = SocketState()
    }
}
