import ArgumentParser
import AsyncHTTPClient
import Foundation
import MoatLab
import NIOCore
import NIOHTTP1

/// An HTTPS client that offers a post-quantum key exchange (X25519MLKEM768), as browsers do: its
/// ClientHello does not fit one segment. The curl of Debian 12 does not.
struct LabFetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Get a page of a site, as a browser would.", shouldDisplay: false)

    @Argument var url: String

    private static let limit = 1 << 20
    private static let patience = TimeAmount.seconds(10)

    func run() async throws {
        try await LabFailure.reporting {
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            let response: HTTPClientResponse
            let body: ByteBuffer
            do {
                response = try await client.execute(HTTPClientRequest(url: url), timeout: Self.patience)
                body = try await response.body.collect(upTo: Self.limit)
            } catch {
                try await client.shutdown()
                throw LabError(.failed, "\(url): \(error)")
            }
            try await client.shutdown()
            print(response.status.code)
            for header in response.headers { print("\(header.name): \(header.value)") }
            print("\n\(String(buffer: body))", terminator: "")
        }
    }
}
