public import AsyncHTTPClient
public import Foundation
import MoatHTTPClient
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Gives records to `moat serve`, over its unix socket.
public struct DaemonRecordTransport: RecordTransport {
    private let client: HTTPClient
    private let socketPath: String

    private static let path = "/v1/ingress/records"
    private static let timeout = Duration.seconds(30)
    private static let maximumAnswer = 64 * 1024

    /// `client` must not be shut down while this is used.
    public init(client: HTTPClient, socketPath: String) {
        self.client = client
        self.socketPath = socketPath
    }

    public func send(_ batch: Data) async throws {
        guard let url = URL(httpURLWithSocketPath: socketPath, uri: Self.path) else {
            throw RecordRefusal("\(socketPath) cannot be the path of a socket")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-ndjson")
        request.body = .bytes(ByteBuffer(data: batch))
        let asked = request
        let answer = try await withTimeLimit(Self.timeout) {
            let response = try await client.execute(asked, timeout: .seconds(30))
            return (Int(response.status.code), try await response.body.bytes(atMost: Self.maximumAnswer) ?? [])
        }
        guard let (status, bytes) = answer else {
            throw IngressRuntimeError(.noAnswer, "the daemon at \(socketPath) does not answer in time")
        }
        let text = String(decoding: bytes.prefix(1024), as: UTF8.self)
        switch status {
        case 200..<300: return
        case 400, 413, 422: throw RecordRefusal(text)
        default:
            throw IngressRuntimeError(.noAnswer, "the daemon at \(socketPath) answers with \(status): \(text)")
        }
    }
}
