import Glibc

/// Sends over one TCP connection as fast as it goes, for a time.
struct BulkLoad {
    struct Result: Codable, Sendable {
        var bytes: Int
        var seconds: Double

        var gigabitsPerSecond: Double { Double(bytes) * 8 / seconds / 1e9 }
    }

    var address: String
    var port: UInt16
    var seconds: Double

    func run() throws(LoadError) -> Result {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError("socket") }
        defer { close(descriptor) }
        var target = try SocketAddress.ipv4(address, port)
        let status = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw LoadError("connect to \(address):\(port)") }
        let buffer = [UInt8](repeating: 0x5a, count: 1 << 18)
        let clock = ContinuousClock()
        let start = clock.now
        let end = start.advanced(by: .seconds(seconds))
        var bytes = 0
        while clock.now < end {
            let sent = buffer.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw LoadError("send") }
            bytes += sent
        }
        return Result(bytes: bytes, seconds: (clock.now - start) / .seconds(1))
    }
}
