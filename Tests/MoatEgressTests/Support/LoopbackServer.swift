import Foundation
import Glibc
import Synchronization

/// A server on an address of loopback, with a thread for each connection.
final class LoopbackServer: Sendable {
    private let listener: BlockingSocket
    private let accepted = Mutex(0)

    /// The address is 127.0.0.x, so that the server can have the port that the client dialled.
    init?(address: UInt32 = 0x7f00_0002, port: UInt16, handler: @escaping @Sendable (BlockingSocket) -> Void) {
        guard let listener = BlockingSocket.listen(address: address, port: port) else { return nil }
        self.listener = listener
        let descriptor = listener.descriptor
        let thread = Thread { [weak self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection < 0, errno == EAGAIN || errno == EINTR { continue }
                guard connection >= 0 else { return }
                self?.accepted.withLock { $0 += 1 }
                let thread = Thread { handler(BlockingSocket(connection)) }
                thread.stackSize = 128 << 10
                thread.start()
            }
        }
        thread.start()
    }

    /// Connections so far.
    var connections: Int { accepted.withLock { $0 } }

    deinit {
        // Wakes the thread that accepts, which then ends.
        shutdown(listener.descriptor, Int32(SHUT_RDWR))
    }
}
