import AsyncHTTPClient
import Foundation
import MoatHTTPClient
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// The control socket of an nginx.
struct NginxControl: Sendable {
    let client: HTTPClient
    let socketPath: String

    private static let maximumAnswer = 64 * 1024
    private static let timeout = Duration.seconds(10)

    /// - Throws: `IngressRuntimeError`
    func state() async throws -> NginxState {
        let body = try await ask("/state", nil)
        guard let state = try? JSONDecoder().decode(NginxState.self, from: body) else {
            throw IngressRuntimeError(.noAnswer, "nginx tells its state in a form that is not known")
        }
        return state
    }

    /// Gives nginx the tables of a configuration, in the place of those that it has for it.
    func post(_ tables: Data, generation: UInt64) async throws {
        _ = try await ask("/tables?generation=\(generation)", tables)
    }

    /// Has nginx tell clients that their connections end, which it is about to do.
    func retire() async throws {
        _ = try await ask("/retire", Data())
    }

    private func ask(_ path: String, _ body: Data?) async throws -> Data {
        guard let url = URL(httpURLWithSocketPath: socketPath, uri: path) else {
            throw IngressRuntimeError(.noAnswer, "\(socketPath) cannot be the path of a socket")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        // What would be named else is the socket, and nginx takes that for no host.
        request.headers.add(name: "host", value: "localhost")
        // Each is answered by the newest workers, which a connection that is kept would not be.
        request.headers.add(name: "connection", value: "close")
        if let body {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(data: body))
        }
        let asked = request
        do {
            let answer = try await withTimeLimit(Self.timeout) {
                let response = try await client.execute(asked, timeout: .seconds(10))
                return (Int(response.status.code), try await response.body.bytes(atMost: Self.maximumAnswer))
            }
            guard let (status, bytes) = answer, let bytes else {
                throw IngressRuntimeError(.noAnswer, "nginx does not answer at \(socketPath) in time")
            }
            guard (200..<300).contains(status) else {
                throw IngressRuntimeError(
                    .noAnswer,
                    "nginx answers \(path) with \(status): \(String(decoding: bytes.prefix(512), as: UTF8.self))")
            }
            return Data(bytes)
        } catch let error as IngressRuntimeError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            throw IngressRuntimeError(.noAnswer, "nginx does not answer at \(socketPath): \(error)")
        }
    }
}
