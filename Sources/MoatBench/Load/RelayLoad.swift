import Glibc

/// A client of a relay: connections that say a recorded hello, on one thread.
final class RelayLoad {
    struct Result: Codable, Sendable {
        /// Answered to the last byte.
        var connections = 0
        var failures = 0
        var bytes = 0
        var seconds = 0.0
        /// From the call of `connect` to the first byte of the answer, in milliseconds.
        var latencyMedian = 0.0
        var latency99 = 0.0
    }

    private struct Connection {
        var startedAt = ContinuousClock.now
        var received = 0
        var isConnected = false
    }

    private let address: String
    private let port: UInt16
    private let wish: RelayHello.Wish
    private let hello: [UInt8]
    private let epoll: Epoll
    private let clock = ContinuousClock()
    /// By descriptor.
    private var connections: [Connection?] = []
    private var open = 0
    /// Tunnels that got the whole answer and stay.
    private var held = 0
    private var latencies: [Double] = []
    private var result = Result()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)

    init(address: String, port: UInt16, wish: RelayHello.Wish) throws(LoadError) {
        self.address = address
        self.port = port
        self.wish = wish
        hello = RelayHello.bytes(wish)
        epoll = try Epoll()
        DescriptorLimit.raise()
    }

    deinit {
        buffer.deallocate()
    }

    /// Short connections, so many at a time, one after the other.
    func closedLoop(concurrency: Int, seconds: Double) throws(LoadError) -> Result {
        let start = clock.now
        let end = start.advanced(by: .seconds(seconds))
        while clock.now < end {
            while open < concurrency, try begin() {}
            try step(milliseconds: 100)
        }
        return finish(since: start)
    }

    /// Short connections at a fixed rate, however long each takes.
    func openLoop(perSecond: Double, seconds: Double) throws(LoadError) -> Result {
        let start = clock.now
        let total = Int(perSecond * seconds)
        for number in 0..<total {
            let due = start.advanced(by: .seconds(Double(number) / perSecond))
            while true {
                let left = (due - clock.now) / .milliseconds(1)
                if left <= 0 { break }
                try step(milliseconds: Int32(left.rounded(.up)))
            }
            _ = try begin()
        }
        let patience = clock.now.advanced(by: .seconds(2))
        while open > 0, clock.now < patience { try step(milliseconds: 10) }
        return finish(since: start)
    }

    /// Receives over so many tunnels as fast as it goes; begins to count when all stand and had
    /// a moment to find their pace.
    func bulk(tunnels: Int, seconds: Double) throws(LoadError) -> Result {
        for _ in 0..<tunnels { _ = try begin() }
        let warm = clock.now.advanced(by: .milliseconds(500))
        while clock.now < warm { try step(milliseconds: 100) }
        result.bytes = 0
        let start = clock.now
        let end = start.advanced(by: .seconds(seconds))
        while clock.now < end { try step(milliseconds: 100) }
        result.connections = open
        return finish(since: start)
    }

    /// Opens tunnels that stay open; returns how many stand.
    func idle(tunnels: Int) throws(LoadError) -> Int {
        let patience = clock.now.advanced(by: .seconds(30))
        while held + result.failures < tunnels, clock.now < patience {
            while open - held < 64, open < tunnels, try begin() {}
            try step(milliseconds: 100)
        }
        return held
    }

    private func finish(since start: ContinuousClock.Instant) -> Result {
        result.seconds = (clock.now - start) / .seconds(1)
        result.latencyMedian = latencies.percentile(0.5)
        result.latency99 = latencies.percentile(0.99)
        for (descriptor, connection) in connections.enumerated() where connection != nil { close(Int32(descriptor)) }
        return result
    }

    /// False where the kernel has no port free right now.
    private func begin() throws(LoadError) -> Bool {
        let startedAt = clock.now
        guard let descriptor = try LoadSocket.connect(to: address, port: port) else {
            result.failures += 1
            return false
        }
        let place = Int(descriptor)
        while connections.count <= place { connections.append(nil) }
        connections[place] = Connection(startedAt: startedAt)
        open += 1
        epoll.add(descriptor, for: .writing)
        return true
    }

    private func step(milliseconds: Int32) throws(LoadError) {
        try epoll.wait(milliseconds: milliseconds) { event in
            let descriptor = event.descriptor
            guard connections[Int(descriptor)]?.isConnected == true else {
                let sent = event.isBroken ? -1 : send(descriptor, hello, hello.count, Int32(MSG_NOSIGNAL))
                guard sent == hello.count else { return end(descriptor, failed: true) }
                connections[Int(descriptor)]?.isConnected = true
                epoll.change(descriptor, to: .reading)
                return
            }
            receive(descriptor)
        }
    }

    private func receive(_ descriptor: Int32) {
        // With MSG_TRUNC the kernel counts the bytes and does not copy them (tcp(7)): the client
        // shall not be what the relays are measured by.
        let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_TRUNC) | Int32(MSG_DONTWAIT))
        let place = Int(descriptor)
        guard count > 0, var connection = connections[place] else {
            if count == 0 || errno != EAGAIN {
                end(descriptor, failed: count < 0 || connections[place]?.received != RelayHello.answerSize)
            }
            return
        }
        if connection.received == 0, wish != .zeros {
            latencies.append((clock.now - connection.startedAt) / .milliseconds(1))
        }
        connection.received += count
        result.bytes += count
        connections[place] = connection
        if wish == .hold, connection.received == RelayHello.answerSize { held += 1 }
    }

    private func end(_ descriptor: Int32, failed: Bool) {
        if failed { result.failures += 1 } else { result.connections += 1 }
        close(descriptor)
        connections[Int(descriptor)] = nil
        open -= 1
    }
}
