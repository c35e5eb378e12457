/// A listening address as the loop serves it, with the answers that wait to be sent.
final class Listener {
    /// Large enough to spread the cost of a system call, small enough that the first client of a
    /// batch need not wait for the last.
    static let batchSize = 32

    let sockets: ListenerSockets
    let datagramToken: UInt64
    let connectionToken: UInt64
    private let outgoing: DatagramBatch
    private var waiting = 0

    init(_ sockets: ListenerSockets, datagramToken: UInt64, connectionToken: UInt64, maximumSize: Int) {
        self.sockets = sockets
        self.datagramToken = datagramToken
        self.connectionToken = connectionToken
        outgoing = DatagramBatch(capacity: Self.batchSize, size: maximumSize)
    }

    /// Puts an answer in line, which `write` writes; how many had to go and could not.
    func enqueue<Value>(
        to address: SocketAddress, _ write: (UnsafeMutableBufferPointer<UInt8>) -> (size: Int, value: Value)
    ) -> (value: Value, failed: Int) {
        let failed = waiting == outgoing.capacity ? flush() : 0
        let (size, value) = write(outgoing.buffer(waiting))
        outgoing.set(waiting, size: size, to: address)
        waiting += 1
        return (value, failed)
    }

    /// Sends what waits; how many could not be sent.
    func flush() -> Int {
        guard waiting > 0 else { return 0 }
        defer { waiting = 0 }
        return outgoing.send(waiting, to: sockets.datagrams)
    }
}
