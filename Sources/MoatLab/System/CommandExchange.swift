import Glibc

/// Feeds a child's standard input and collects its output, without waiting for either
/// longer than asked.
struct CommandExchange {
    private let input: Descriptor
    private var unsent: ArraySlice<UInt8>
    private var streams: [Stream]

    private struct Stream {
        let descriptor: Descriptor
        var bytes: [UInt8] = []
    }

    private static let limit = 8 << 20

    init(input: Descriptor, text: String, output: Descriptor, error: Descriptor) {
        self.input = input
        unsent = Array(text.utf8)[...]
        streams = [Stream(descriptor: output), Stream(descriptor: error)]
        for descriptor in [output, error] { _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK) }
        if text.isEmpty { input.close() }
    }

    var outputText: String { String(decoding: streams[0].bytes, as: UTF8.self) }
    var errorText: String { String(decoding: streams[1].bytes, as: UTF8.self) }

    /// Whether both output streams have ended.
    var isOver: Bool { streams.allSatisfy { $0.descriptor.number < 0 } }

    /// Waits until something can be moved, and moves it.
    mutating func step(atMost milliseconds: Int32) {
        var interests = streams.map { pollfd(fd: $0.descriptor.number, events: Int16(POLLIN), revents: 0) }
        interests.append(pollfd(fd: input.number, events: Int16(POLLOUT), revents: 0))
        // Closed descriptors are -1, which poll(2) skips.
        guard poll(&interests, nfds_t(interests.count), milliseconds) > 0 else { return }
        send()
        drain()
    }

    /// Takes what has already arrived.
    mutating func drain() {
        for index in streams.indices { drain(index) }
    }

    private mutating func send() {
        guard input.number >= 0 else { return }
        let count = unsent.withUnsafeBytes {
            Glibc.send(input.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        if count >= 0 {
            unsent = unsent.dropFirst(count)
        } else if errno != EAGAIN, errno != EINTR {
            unsent = []
        }
        if unsent.isEmpty { input.close() }
    }

    private mutating func drain(_ index: Int) {
        let descriptor = streams[index].descriptor
        var buffer = [UInt8](repeating: 0, count: 16384)
        while descriptor.number >= 0 {
            let count = read(descriptor.number, &buffer, buffer.count)
            if count > 0 {
                if streams[index].bytes.count < Self.limit { streams[index].bytes += buffer[..<count] }
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                descriptor.close()
            } else if errno == EAGAIN {
                return
            }
        }
    }
}
