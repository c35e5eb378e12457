import CSockets
import Glibc

/// A TCP client (RFC 7766): several queries on one connection, answered in the order in which
/// answers come.
final class ClientConnection {
    /// No query needs more; whoever sends more is cut.
    static let maximumQuery = 4096
    /// Queries of one connection that may wait for answers at a time.
    static let maximumPending = 64
    /// Bytes of answers that may wait for the client to read.
    static let maximumOutput = 64 << 10

    let descriptor: Descriptor
    let token: UInt64
    let address: SocketAddress
    let endpoint: DNSServerAddress
    var input: [UInt8] = []
    private var output: [UInt8] = []
    private var sent = 0
    /// Queries whose answers have not come.
    var pending = 0
    var lastQuery: UInt64
    var isOpen = true
    /// Whether the client has said all that it will say.
    var isAtEnd = false
    var interest = Poller.Interest.read

    init(
        _ descriptor: Descriptor, token: UInt64, address: SocketAddress, endpoint: DNSServerAddress, now: UInt64
    ) {
        self.descriptor = descriptor
        self.token = token
        self.address = address
        self.endpoint = endpoint
        lastQuery = now
    }

    var isBusy: Bool {
        pending >= Self.maximumPending || output.count - sent >= Self.maximumOutput
    }

    var isDone: Bool { isAtEnd && pending == 0 && output.count == sent && !hasWholeQuery }

    private var hasWholeQuery: Bool {
        input.count >= 2 && input.count >= 2 + (Int(input[0]) << 8 | Int(input[1]))
    }

    var wanted: Poller.Interest {
        var interest: Poller.Interest = isAtEnd || isBusy ? [] : .read
        if output.count > sent { interest.insert(.write) }
        return interest
    }

    /// The next whole query that has arrived; nil where there is none. Throws where its length
    /// is none that a query has.
    func nextQuery() throws(DNSMessageError) -> [UInt8]? {
        guard input.count >= 2 else { return nil }
        let length = Int(input[0]) << 8 | Int(input[1])
        guard (DNSMessage.headerSize...Self.maximumQuery).contains(length) else { throw .truncated }
        guard input.count >= 2 + length else { return nil }
        defer { input.removeFirst(2 + length) }
        return Array(input[2..<2 + length])
    }

    /// Reads what has arrived, at most one query more than is needed; false where the
    /// connection has failed.
    func receive(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        let count = recv(descriptor.number, buffer.baseAddress, min(buffer.count, Self.maximumQuery + 2), 0)
        if count == 0 { isAtEnd = true }
        guard count > 0 else { return count == 0 || errno == EAGAIN || errno == EINTR }
        input.append(contentsOf: buffer[..<count])
        return true
    }

    func enqueue(_ message: UnsafeMutableBufferPointer<UInt8>) {
        output.append(uint16: UInt16(truncatingIfNeeded: message.count))
        output.append(contentsOf: message)
    }

    /// Sends what the client takes; false where the connection has failed.
    func flush() -> Bool {
        while sent < output.count {
            let count = output.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor.number, bytes.baseAddress.map { $0 + sent }, output.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return errno == EAGAIN || errno == EINTR }
            sent += count
        }
        output.removeAll(keepingCapacity: output.capacity <= 8192)
        sent = 0
        return true
    }
}
