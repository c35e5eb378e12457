import CSockets
import Foundation

/// One HTTP/1.1 request over a unix socket: just enough to time an apply without a client
/// library's own cost.
enum UnixHTTP {
    static func request(_ method: String, _ path: String, body: Data = Data(), socket path_: String) throws -> (
        status: Int, body: String
    ) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError("socket") }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path_.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw BenchError("the socket path \(path_) is too long")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw LoadError("connect to \(path_)") }
        var message = Data(
            "\(method) \(path) HTTP/1.1\r\nHost: moat\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
                .utf8)
        message.append(body)
        try message.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count {
                let count = send(
                    descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { throw LoadError("send") }
                sent += count
            }
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            answer += chunk[..<count]
        }
        let text = String(decoding: answer, as: UTF8.self)
        let code = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (code, text.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n"))
    }
}
