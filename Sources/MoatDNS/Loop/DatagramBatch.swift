import CSockets
import Glibc

/// Buffers for datagrams that are received or sent with one system call.
final class DatagramBatch {
    let capacity: Int
    let size: Int
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let addresses: UnsafeMutableBufferPointer<sockaddr_storage>
    private let vectors: UnsafeMutableBufferPointer<iovec>
    private let headers: UnsafeMutableBufferPointer<sockets_message>

    /// `capacity` datagrams of at most `size` bytes.
    init(capacity: Int, size: Int) {
        self.capacity = capacity
        self.size = size
        bytes = .allocate(capacity: capacity * size)
        bytes.initialize(repeating: 0)
        addresses = .allocate(capacity: capacity)
        addresses.initialize(repeating: sockaddr_storage())
        vectors = .allocate(capacity: capacity)
        vectors.initialize(repeating: iovec())
        headers = .allocate(capacity: capacity)
        headers.initialize(repeating: sockets_message())
        for index in 0..<capacity {
            vectors[index] = iovec(
                iov_base: bytes.baseAddress.map { UnsafeMutableRawPointer($0 + index * size) }, iov_len: size)
            headers[index].header.msg_iov = vectors.baseAddress.map { $0 + index }
            headers[index].header.msg_iovlen = 1
            headers[index].header.msg_name = addresses.baseAddress.map { UnsafeMutableRawPointer($0 + index) }
        }
    }

    deinit {
        bytes.deallocate()
        addresses.deallocate()
        vectors.deallocate()
        headers.deallocate()
    }

    /// The whole buffer of one datagram.
    func buffer(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(rebasing: bytes[index * size..<(index + 1) * size])
    }

    /// What was received.
    func payload(_ index: Int) -> UnsafeMutableBufferPointer<UInt8> {
        let start = index * size
        return UnsafeMutableBufferPointer(rebasing: bytes[start..<start + min(size, Int(headers[index].length))])
    }

    /// Whether what was received was longer than the buffer.
    func isCut(_ index: Int) -> Bool {
        headers[index].header.msg_flags & Int32(MSG_TRUNC) != 0
    }

    func address(_ index: Int) -> SocketAddress {
        SocketAddress(addresses[index])
    }

    /// Says where a datagram goes and how long it is.
    func set(_ index: Int, size: Int, to address: SocketAddress) {
        addresses[index] = address.storage
        vectors[index].iov_len = size
        headers[index].header.msg_namelen = address.length
    }

    /// Receives as many as there are; none where there are none.
    func receive(from descriptor: Descriptor) -> Int {
        for index in 0..<capacity {
            headers[index].header.msg_namelen = socklen_t(MemoryLayout<sockaddr_storage>.size)
        }
        let count = sockets_receive(descriptor.number, headers.baseAddress, UInt32(capacity))
        return max(0, Int(count))
    }

    /// Sends the first `count`; how many could not be sent.
    func send(_ count: Int, to descriptor: Descriptor) -> Int {
        var sent = 0
        var failed = 0
        while sent + failed < count {
            let result = sockets_send(
                descriptor.number, headers.baseAddress.map { $0 + sent + failed }, UInt32(count - sent - failed))
            if result > 0 {
                sent += Int(result)
            } else if errno != EINTR {
                // The first one is at fault, or there is no room: those after it may still go.
                failed += 1
            }
        }
        return failed
    }
}
