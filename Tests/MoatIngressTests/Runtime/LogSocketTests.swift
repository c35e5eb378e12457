import Foundation
import Glibc
import Testing

@testable import MoatIngress

struct LogSocketTests {
    /// Sends datagrams as nginx does; the kernel makes it wait where the queue is full.
    private func send(_ texts: [String], to path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
        for text in texts { #expect(Glibc.send(descriptor, text, text.utf8.count, 0) == text.utf8.count) }
    }

    @Test func datagramsComeWholeAndInOrder() async throws {
        let path = "/tmp/moat-log-\(UUID().uuidString.prefix(8)).sock"
        // What a killed process left is no hindrance.
        try Data().write(to: URL(fileURLWithPath: path))
        let socket = try LogSocket(path: path)
        defer { socket.stop() }
        let texts = (0..<500).map { "<190>Nov 26 12:00:00 access: \($0)" } + [String(repeating: "x", count: 20_000)]
        try send(texts, to: path)
        var taken: [[UInt8]] = []
        try await eventually("all came") {
            taken += socket.take()
            return taken.count == texts.count
        }
        #expect(taken.map { String(decoding: $0, as: UTF8.self) } == texts)
        #expect(socket.counts.received == 501 && socket.counts.dropped == 0)
    }
}
