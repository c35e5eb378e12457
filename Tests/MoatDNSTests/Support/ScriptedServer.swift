import CSockets
import Foundation
import MoatDNS
import MoatModel
import Synchronization

/// A DNS server on loopback that says what a script says, over UDP and TCP.
final class ScriptedServer: Sendable {
    struct Query: Sendable {
        var message: DNSMessage
        var isTCP: Bool
        var sourcePort: UInt16

        /// As it was asked for: `docker.io. A`, in lower case.
        var text: String {
            message.questions.first.map { "\($0.name.lowercased) \($0.type)" } ?? ""
        }
    }

    enum Reply: Sendable {
        case message(DNSMessage)
        case bytes([UInt8])
    }

    typealias Script = @Sendable (Query) -> [Reply]

    let port: UInt16
    let address: DNSServerAddress
    private let datagrams: Int32
    private let connections: Int32
    private let script: Mutex<Script>
    private let received = Mutex<[Query]>([])
    private let isStopping = Atomic<Bool>(false)
    private let ended = DispatchGroup()

    init(_ script: @escaping Script) throws {
        (datagrams, connections, port) = try Self.open()
        address = DNSServerAddress(IPAddress("127.0.0.1") ?? .v4(IPv4Address(rawValue: 0)), port: port)
        self.script = Mutex(script)
        for body in [serveDatagrams, serveConnections] {
            ended.enter()
            Thread { [ended] in
                body()
                ended.leave()
            }.start()
        }
    }

    func stop() {
        guard !isStopping.exchange(true, ordering: .relaxed) else { return }
        ended.wait()
        close(datagrams)
        close(connections)
    }

    var queries: [Query] { received.withLock { $0 } }

    /// How often a question was asked: `docker.io. A`.
    func count(_ text: String) -> Int { queries.count { $0.text == text } }

    func change(_ script: @escaping Script) {
        self.script.withLock { $0 = script }
    }

    private func replies(to bytes: [UInt8], isTCP: Bool, sourcePort: UInt16) -> [[UInt8]] {
        guard let message = try? DNSMessage(parsing: bytes) else { return [] }
        let query = Query(message: message, isTCP: isTCP, sourcePort: sourcePort)
        received.withLock { $0.append(query) }
        return script.withLock { $0 }(query).compactMap { reply in
            switch reply {
            case .message(let message): message.wire
            case .bytes(let bytes): bytes
            }
        }
    }

    private func serveDatagrams() {
        var buffer = [UInt8](repeating: 0, count: 65_535)
        while !isStopping.load(ordering: .relaxed) {
            var peer = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let count = withUnsafeMutablePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(datagrams, &buffer, buffer.count, 0, $0, &length)
                }
            }
            guard count > 0 else { continue }
            let port = UInt16(bigEndian: peer.sin_port)
            for reply in replies(to: Array(buffer[..<count]), isTCP: false, sourcePort: port) {
                withUnsafePointer(to: &peer) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        _ = sendto(datagrams, reply, reply.count, 0, $0, length)
                    }
                }
            }
        }
    }

    private func serveConnections() {
        while !isStopping.load(ordering: .relaxed) {
            let client = accept(connections, nil, nil)
            guard client >= 0 else { continue }
            Socket.limit(client, seconds: 1)
            if let bytes = Socket.readMessage(client) {
                for reply in replies(to: bytes, isTCP: true, sourcePort: 0) { Socket.sendMessage(client, reply) }
            }
            close(client)
        }
    }

    private static func open() throws -> (Int32, Int32, UInt16) {
        for _ in 0..<16 {
            let datagrams = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            let connections = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            Socket.limit(datagrams, seconds: 0.02)
            Socket.limit(connections, seconds: 0.02)
            if let port = Socket.bind(datagrams, port: 0), Socket.bind(connections, port: port) != nil,
                listen(connections, 64) == 0
            {
                return (datagrams, connections, port)
            }
            close(datagrams)
            close(connections)
        }
        throw SocketError()
    }
}

struct SocketError: Error {}

extension ScriptedServer.Query {
    /// The answer with these records.
    func answer(
        _ records: [DNSRecord] = [], code: UInt16 = 0, authority: [DNSRecord] = [], edns: EDNS? = nil,
        truncated: Bool = false
    ) -> DNSMessage {
        var flags: DNSFlags = [.response, .recursionDesired, .recursionAvailable]
        if truncated { flags.insert(.truncated) }
        flags.responseCode = code
        return DNSMessage(
            id: message.id, flags: flags, questions: message.questions, answers: records, authority: authority,
            edns: edns)
    }
}
